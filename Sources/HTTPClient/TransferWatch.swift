/// When a transfer is given up, as a machine: how far it has come goes in, the next look or the end comes out.
struct TransferWatch {
    typealias Instant = ContinuousClock.Instant

    /// How far a transfer has come.
    struct Progress: Equatable {
        var phase: TransferPhase
        /// When the request was sent; nil before that.
        var sent: Instant?
        /// When the last bytes came.
        var lastActivity: Instant
        /// Bytes of the body as they came over the wire.
        var received: Int
    }

    enum Limit: String, Equatable { case connect, firstByte, stall, total }

    enum Action: Equatable {
        /// All is well; look again at that moment.
        case look(at: Instant)
        /// A limit has passed.
        case giveUp(Limit)
    }

    private let limits: TransferLimits
    private let begun: Instant
    private let end: Instant
    /// The stretch in which the stall limit counts bytes.
    private var stretch: (start: Instant, received: Int)?

    /// `asked`: when the request was made; `begun`: when libcurl got it.
    init(_ limits: TransferLimits, asked: Instant, begun: Instant) {
        self.limits = limits
        self.begun = begun
        end = asked + limits.total
    }

    mutating func progressed(_ progress: Progress, at now: Instant) -> Action {
        let (limit, deadline) = next(progress, at: now)
        if end <= now { return .giveUp(.total) }
        if deadline <= now { return .giveUp(limit) }
        // A phase that begins between two looks cannot pass its limit before the later one.
        return .look(at: min(deadline, end, now + min(limits.firstByte, limits.stall)))
    }

    private mutating func next(_ progress: Progress, at now: Instant) -> (Limit, Instant) {
        switch progress.phase {
        case .lookup, .connect: (.connect, begun + limits.connect)
        case .waiting: (.firstByte, (progress.sent ?? begun) + limits.firstByte)
        case .receiving: (.stall, min(progress.lastActivity + limits.stall, slowness(progress, at: now)))
        }
    }

    /// When the answer is too slow: `now` where a whole stretch brought fewer bytes than it has seconds.
    private mutating func slowness(_ progress: Progress, at now: Instant) -> Instant {
        let current = stretch ?? (progress.lastActivity, progress.received)
        stretch = current
        guard current.start + limits.stall <= now else { return current.start + limits.stall }
        let least = max(1, Int(limits.stall.components.seconds))
        if progress.received - current.received < least { return now }
        stretch = (now, progress.received)
        return now + limits.stall
    }
}
