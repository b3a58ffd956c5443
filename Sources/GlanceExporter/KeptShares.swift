import Catalogue

/// The last answer on shares that are not accepted, which is as costly to get as the catalogue itself.
struct KeptShares: Sendable {
    /// Between two questions.
    static let interval = Duration.seconds(600)

    /// Counts, or nil from a server that does not tell the shares apart.
    struct Answer: Sendable, Equatable {
        var counts: UnacceptedShares?
    }

    private var kept: (answer: Answer, project: String, end: ContinuousClock.Instant)?

    /// The answer for a project, until it is to be asked for again.
    func usable(of project: String, at now: ContinuousClock.Instant) -> Answer? {
        guard let kept, kept.project == project, now < kept.end else { return nil }
        return kept.answer
    }

    /// An answer that was asked for at `now`.
    mutating func learned(_ counts: UnacceptedShares?, of project: String, at now: ContinuousClock.Instant) {
        kept = (Answer(counts: counts), project, now + Self.interval)
    }
}
