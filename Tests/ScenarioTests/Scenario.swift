import Testing

@testable import DemoCloud

/// An incident, and the alert that tells of it in time.
struct Scenario: Sendable, CustomTestStringConvertible {
    /// What is played, and what is set by hand because the cloud cannot have it.
    enum Source: String, Sendable {
        case cloud = "the cloud"
        case exporter = "the exporter's state"
        case scrapes = "the scrapes"
    }

    typealias Act = @Sendable (inout Stage) async -> Void

    var incident: String
    var alert: String
    var source = Source.cloud
    /// What the cloud and the exporter are like, before the first poll.
    var prepare: @Sendable (inout Stage) -> Void = { _ in }
    /// What happened so many days before the first poll.
    var daysAgo = 0
    var past: @Sendable (inout DemoCatalogue) -> Void = { _ in }
    /// Ordinary life before the event.
    var lead = Span.hours(2, every: 10)
    /// Nil: it was what happened in the past.
    var event: Act?
    /// From the event on it fires within this time: what the rule waits for, its window, and three minutes for a poll, a
    /// scrape and an evaluation.
    var promise: Span
    /// What ends the incident; nil: it has ended by itself.
    var cure: Act?
    /// From the cure on it is silent again within this time.
    var silence: Span
    /// Alerts that rightly fire too.
    var beside: Set<String> = []

    var testDescription: String { "\(incident): \(alert)" }

    /// What came of it, in minutes.
    struct Outcome: Sendable {
        var event: Int
        var cure: Int
        var alerts: [String: Rules.Firing]
    }

    /// Images that are there to stay; the rest live beside them.
    private static let settled = 15

    func play() async throws -> Outcome {
        try await Stage.with(settled: Self.settled, days: daysAgo, past: past) { stage in
            prepare(&stage)
            // The first poll comes at once.
            await stage.pass(.minutes(1))
            var start = -daysAgo * 1440
            var promise = promise.exact
            if let event {
                await stage.pass(lead)
                start = stage.time.minute
                await event(&stage)
            } else {
                promise.minutes = max(0, promise.minutes + start - stage.time.minute)
            }
            await stage.pass(promise)
            let end = stage.time.minute
            await cure?(&stage)
            await stage.pass(silence.exact)
            // One more look, at which it must not fire.
            await stage.pass(.minutes(1))
            return Outcome(event: start, cure: end, alerts: try await stage.alerts())
        }
    }

    /// The row of the table.
    func row(_ outcome: Outcome) -> String {
        let firing = outcome.alerts[alert]
        let after = firing.map { Span.text($0.first - outcome.event) } ?? "never"
        let silent = firing.map { Span.text(max(0, $0.last - outcome.cure)) } ?? "never"
        let cells = [
            incident, alert, after, Span.text(promise.minutes), silent, Span.text(silence.minutes), source.rawValue,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    static let heading = """
        | incident | alert | fired after | promised within | silent after its end | promised within | played by |
        |---|---|---|---|---|---|---|
        """
}
