import Glibc

/// One transfer on its way: what came so far. The loop's thread makes, feeds and ends it.
final class Transfer {
    let order: TransferOrder
    /// Of the last bytes that came.
    private(set) var lastActivity = ContinuousClock.now
    private(set) var hasAnswer = false
    /// Why a callback ended the transfer.
    private(set) var refusal: TransferError?
    /// The task has its outcome; libcurl may still hold the transfer.
    private(set) var isOver = false
    private var head: ResponseHead
    private var storage: BodyStorage?

    init(_ order: TransferOrder) {
        self.order = order
        head = ResponseHead(most: order.request.limits.headBytes)
    }

    /// A header line arrived; false ends the transfer.
    func headerLineArrived(_ line: [UInt8]) -> Bool {
        touch()
        if head.lineArrived(line) { return true }
        refusal = order.error(.tooLarge, "the answer's head is over \(head.most) bytes")
        return false
    }

    /// A piece of the body arrived, decompressed; false ends the transfer.
    func bodyArrived(_ piece: RawSpan) -> Bool {
        touch()
        let most = order.request.limits.bodyBytes
        guard piece.byteCount <= most - (storage?.count ?? 0) else {
            refusal = order.error(.tooLarge, "the answer's body is over \(most) bytes")
            return false
        }
        storage = storage ?? order.pool.take()
        guard let storage, storage.append(piece, most: most) else {
            refusal = order.error(.internal, "no memory for the answer's body")
            return false
        }
        return true
    }

    /// The system gives no socket: what this machine lacks is no fault of the server's.
    func socketWasRefused(_ code: Int32) {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else { return }
        refusal = order.error(.internal, "no descriptor or memory is left for a connection (error \(code))")
    }

    /// The empty line behind the head's fields came.
    var hasWholeHead: Bool { head.isWhole }

    func succeed(status: Int, wireBytes: Int, certificateEnd: Double?) {
        guard head.isWhole else { return fail(order.error(.interrupted, "the connection ended in the answer's head")) }
        let body = (storage ?? order.pool.take()).map { Body($0, pool: order.pool) } ?? Body([])
        storage = nil
        let response = Response(status: status, headers: head.fields, body: body, wireBytes: wireBytes)
        finish(.success(response), certificateEnd)
    }

    func fail(_ error: TransferError) {
        if let storage { order.pool.giveBack(storage) }
        storage = nil
        finish(.failure(refusal ?? error))
    }

    private func finish(_ outcome: Result<Response, TransferError>, _ certificateEnd: Double? = nil) {
        guard !isOver else { return }
        isOver = true
        order.finish(outcome, certificateEnd: certificateEnd)
    }

    private func touch() {
        hasAnswer = true
        lastActivity = .now
    }
}
