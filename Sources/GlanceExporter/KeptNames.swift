/// The names of the projects, which change seldom.
struct KeptNames: Sendable {
    /// Between two questions.
    static let interval = Duration.seconds(600)

    /// Names by id; those of the last answer, where a later question failed.
    private(set) var names: [String: String] = [:]
    private var end: ContinuousClock.Instant?

    func isDue(at now: ContinuousClock.Instant) -> Bool { end.map { now >= $0 } ?? true }

    /// An answer that was asked for at `now`.
    mutating func learned(_ names: [String: String], at now: ContinuousClock.Instant) {
        self.names = names
        end = now + Self.interval
    }
}
