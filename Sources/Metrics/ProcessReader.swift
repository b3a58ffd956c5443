import Synchronization

/// The figures of this process as its scrapes show them: the system takes longer to tell them than the rest of a scrape.
package final class ProcessReader: Sendable {
    /// Figures are this old at most.
    static let patience = Duration.milliseconds(100)

    private let source: ProcessSource
    private let now: @Sendable () -> ContinuousClock.Instant
    private let known = Mutex<(figures: ProcessFigures?, time: ContinuousClock.Instant)?>(nil)

    /// A reader that has read nothing yet.
    package init(
        _ source: ProcessSource = .system,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.source = source
        self.now = now
    }

    /// Nil where there is no /proc to read.
    package func figures() -> ProcessFigures? {
        let time = now()
        if let known = known.withLock({ $0 }), time < known.time + Self.patience { return known.figures }
        let figures = ProcessFigures(from: source)
        known.withLock { $0 = (figures, time) }
        return figures
    }
}
