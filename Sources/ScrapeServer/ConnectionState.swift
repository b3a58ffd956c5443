/// One connection from its first byte to its last: what has arrived, what is being answered, which time-out runs.
///
/// A request is answered only once the answer before it has left, so that a client that sends and never reads holds
/// one answer at most.
struct ConnectionState {
    /// What a connection may wait for; each runs from when it was last armed.
    enum Deadline: Equatable {
        case head, body, refresh, answer, idle, linger
    }

    enum Action: Equatable {
        case arm(Deadline)
        /// Reports `refreshed` before the answer if the request waits for something, and `answerWritten` when the last
        /// byte has left.
        case answer(ScrapeRequest, isLast: Bool)
        /// An answer outside the routes, the connection's last; reports `answerWritten`.
        case refuse(HTTPAnswer)
        /// Tells the client that nothing more comes, and reads on: closing at once would reset the connection, and the
        /// client could lose the answer.
        case endOutput
        case close
    }

    private enum Inbound {
        case head(bytes: Int)
        /// `bytes` with the framing, `content` without.
        case body(ScrapeRequest, bytes: Int, content: Int)
        case ignored(bytes: Int)
    }

    private enum Outbound {
        case idle
        case answering(isLast: Bool, lingers: Bool, isRefreshing: Bool)
        case ended
    }

    private enum Waiting {
        case request(ScrapeRequest)
        case refusal(HTTPAnswer)
    }

    /// Requests of one connection that wait for the answer before theirs; one more ends the connection.
    static let maxWaiting = 256
    /// Bytes read behind the last request before the connection is closed.
    static let maxIgnoredBytes = 256 << 10

    private let maxHeadBytes: Int
    private let maxBodyBytes: Int
    private var inbound = Inbound.head(bytes: 0)
    private var outbound = Outbound.idle
    private var waiting: [Waiting] = []
    private var armed = Deadline.head
    private var isInputClosed = false
    private var isEnding = false

    /// `maxHeadBytes` bounds a head that has not ended, `maxBodyBytes` a body, and twice over that body with its framing.
    init(maxHeadBytes: Int, maxBodyBytes: Int) {
        self.maxHeadBytes = maxHeadBytes
        self.maxBodyBytes = maxBodyBytes
    }

    /// Whether the parser is to see what arrives.
    var isParsing: Bool {
        if case .ignored = inbound { false } else { true }
    }

    /// Whether what arrives next begins a request.
    var isBetweenRequests: Bool {
        if case .head(bytes: 0) = inbound { true } else { false }
    }

    /// Whether it is not the client's turn.
    var isAnswering: Bool {
        if case .answering = outbound { true } else { false }
    }

    /// Whether more is to be read. While what is asked for is still being fetched, only reading shows that the client has
    /// hung up.
    var isReading: Bool {
        if case .answering(_, _, let isRefreshing) = outbound { isRefreshing } else { true }
    }
}

/// The events.
extension ConnectionState {
    mutating func opened() -> [Action] { [arm(.head)] }

    /// More connections are open than may be.
    mutating func openedOverLimit() -> [Action] { refused(.tooManyConnections) }

    /// Before the parser sees them.
    mutating func bytesArrived(_ count: Int) -> [Action] {
        switch inbound {
        case .head(let bytes): inbound = .head(bytes: bytes + count)
        case .body(let request, let bytes, let content):
            inbound = .body(request, bytes: bytes + count, content: content)
        case .ignored(let bytes):
            inbound = .ignored(bytes: bytes + count)
            if case .ended = outbound, bytes + count > Self.maxIgnoredBytes { return [.close] }
        }
        return []
    }

    /// The parser has seen all that arrived.
    mutating func bytesParsed() -> [Action] {
        switch inbound {
        case .head(let bytes) where bytes > maxHeadBytes: refused(.headTooLarge)
        case .body(_, let bytes, _) where bytes > 2 * maxBodyBytes: refused(.contentTooLarge)
        case .head(let bytes) where bytes > 0 && isIdle && armed != .head: [arm(.head)]
        case .body where isIdle && armed != .body: [arm(.body)]
        default: []
        }
    }

    mutating func headEnded(_ request: ScrapeRequest) -> [Action] {
        guard isParsing else { return [] }
        inbound = .body(request, bytes: 0, content: 0)
        return request.expectsContinue ? requestEnded() : []
    }

    mutating func contentArrived(_ count: Int) -> [Action] {
        guard case .body(let request, let bytes, let content) = inbound else { return [] }
        inbound = .body(request, bytes: bytes, content: content + count)
        return content + count > maxBodyBytes ? refused(.contentTooLarge) : []
    }

    mutating func requestEnded() -> [Action] {
        guard case .body(let request, _, _) = inbound else { return [] }
        inbound = request.isLast ? .ignored(bytes: 0) : .head(bytes: 0)
        return enqueue(.request(request))
    }

    /// What arrived cannot be served, and what follows it cannot be trusted.
    mutating func refused(_ answer: HTTPAnswer) -> [Action] {
        guard isParsing else { return [] }
        inbound = .ignored(bytes: 0)
        return enqueue(.refusal(answer))
    }

    /// What the request at hand waited for is there.
    mutating func refreshed() -> [Action] {
        guard case .answering(let isLast, let lingers, isRefreshing: true) = outbound else { return [] }
        outbound = .answering(isLast: isLast, lingers: lingers, isRefreshing: false)
        return [arm(.answer)]
    }

    mutating func answerWritten() -> [Action] {
        guard case .answering(let isLast, let lingers, _) = outbound else { return [] }
        guard !isLast else {
            outbound = .ended
            waiting = []
            inbound = .ignored(bytes: 0)
            return lingers && !isInputClosed ? [.endOutput, arm(.linger)] : [.close]
        }
        outbound = .idle
        if !waiting.isEmpty { return start(waiting.removeFirst()) }
        return switch inbound {
        case .ignored: [.close]
        case _ where isInputClosed: [.close]
        case .head where isEnding: [.close]
        case .head(bytes: 0): [arm(.idle)]
        case .head: [arm(.head)]
        case .body: [arm(.body)]
        }
    }

    mutating func deadlinePassed() -> [Action] {
        switch (armed, inbound) {
        case (.head, .head(let bytes)) where bytes > 0: refused(.requestTimeout)
        case (.body, .body): refused(.requestTimeout)
        default: [.close]
        }
    }

    /// The client sends nothing more; it may still read. One that does so while its answer is being fetched has hung up:
    /// scrapers keep their side open, and who has gone looks the same.
    mutating func inputClosed() -> [Action] {
        isInputClosed = true
        if case .answering(_, _, isRefreshing: false) = outbound { return [] }
        return [.close]
    }

    /// The server is to end: what is asked already is answered, nothing else.
    mutating func serverEnded() -> [Action] {
        isEnding = true
        return switch (outbound, inbound) {
        case (.answering, _), (.idle, .body): []
        default: [.close]
        }
    }
}

extension ConnectionState {
    private var isIdle: Bool {
        if case .idle = outbound { true } else { false }
    }

    private mutating func arm(_ deadline: Deadline) -> Action {
        armed = deadline
        return .arm(deadline)
    }

    private mutating func enqueue(_ next: Waiting) -> [Action] {
        if isIdle { return start(next) }
        if case .request = next, waiting.count == Self.maxWaiting {
            inbound = .ignored(bytes: 0)
            waiting.append(.refusal(.tooManyWaiting))
        } else {
            waiting.append(next)
        }
        return []
    }

    private mutating func start(_ next: Waiting) -> [Action] {
        switch next {
        case .request(let request):
            let isLast = request.isLast || (isEnding && waiting.isEmpty)
            outbound = .answering(
                isLast: isLast, lingers: request.expectsContinue, isRefreshing: request.isRefreshing)
            return [arm(request.isRefreshing ? .refresh : .answer), .answer(request, isLast: isLast)]
        case .refusal(let answer):
            outbound = .answering(isLast: true, lingers: true, isRefreshing: false)
            return [arm(.answer), .refuse(answer)]
        }
    }
}
