import CLibcurl

/// One transfer on its way: what was asked, what came so far.
///
/// Sendable: it is made by one task and handed over once, through the loop's locked inbox; from then on the loop's thread
/// alone touches it.
final class Transfer: @unchecked Sendable {
    let id: UInt64
    let request: Request
    let settings: TransportSettings
    let address: Address
    let started = ContinuousClock.now
    private let continuation: CheckedContinuation<Finished, Never>

    var lastActivity: ContinuousClock.Instant
    var phase = TransferPhase.lookup
    /// The write callback ended the transfer: why.
    var refusal: TransferError?
    private(set) var headers: [Header] = []
    private var headBytes = 0
    private var storage: BodyStorage?
    private var count = 0
    private let pool: BufferPool

    /// What a transfer came to, and how long it took.
    struct Finished: Sendable {
        var outcome: Result<Response, TransferError>
        var seconds: Double
    }

    init(
        id: UInt64, request: Request, settings: TransportSettings, address: Address, pool: BufferPool,
        continuation: CheckedContinuation<Finished, Never>
    ) {
        self.id = id
        self.request = request
        self.settings = settings
        self.address = address
        self.pool = pool
        self.continuation = continuation
        lastActivity = started
    }

    /// The moment at which the transfer is given up for silence.
    var silenceDeadline: ContinuousClock.Instant {
        phase == .receiving
            ? lastActivity + request.limits.stall : started + request.limits.connect + request.limits.firstByte
    }

    /// A header line arrived; false ends the transfer.
    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        touched()
        headBytes += line.count
        guard headBytes <= request.limits.headBytes else {
            refusal = TransferError(
                .tooLarge, "\(address.text): the answer's head is over \(request.limits.headBytes) bytes")
            return false
        }
        let text = unsafe String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            headers = []
        } else if let colon = text.firstIndex(of: ":") {
            headers.append(Header(String(text[..<colon]).trimmed, String(text[text.index(after: colon)...]).trimmed))
        }
        return true
    }

    /// A piece of the body arrived, decompressed; false ends the transfer.
    func receive(body piece: UnsafeRawBufferPointer) -> Bool {
        touched()
        let needed = count + piece.count
        guard needed <= request.limits.bodyBytes else {
            refusal = TransferError(
                .tooLarge, "\(address.text): the answer's body is over \(request.limits.bodyBytes) bytes")
            return false
        }
        guard let start = piece.baseAddress else { return true }
        var storage = storage ?? pool.take()
        if storage.capacity < needed {
            storage.grow(to: min(max(needed, storage.capacity * 2), request.limits.bodyBytes), keeping: count)
        }
        unsafe (storage.base + count).copyMemory(from: start, byteCount: piece.count)
        count = needed
        self.storage = storage
        return true
    }

    func succeed(status: Int, wireBytes: Int) {
        let body = Body(storage ?? pool.take(), count: count, pool: pool)
        storage = nil
        finish(.success(Response(status: status, headers: headers, body: body, wireBytes: wireBytes)))
    }

    func fail(_ error: TransferError) {
        if let storage { pool.giveBack(storage) }
        storage = nil
        finish(.failure(refusal ?? error))
    }

    private func finish(_ outcome: Result<Response, TransferError>) {
        continuation.resume(returning: Finished(outcome: outcome, seconds: (.now - started) / .seconds(1)))
    }

    private func touched() {
        phase = .receiving
        lastActivity = .now
    }
}

extension String {
    /// Without spaces, tabs and line ends at both sides.
    fileprivate var trimmed: String {
        let blanks: Set<Character> = [" ", "\t", "\r", "\n", "\r\n"]
        return String(drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
    }

    private func drop(_ isBlank: (Character) -> Bool) -> Substring { self.drop(while: isBlank) }
}
