import Testing

@testable import DemoCloud

/// A month in which nothing happens that anybody should look after.
@Suite struct QuietMonthTests {
    private static let settled = 15
    /// Minutes between two scrapes and two evaluations, and two polls by day.
    private static let interval = 5
    /// Minutes between two polls at night, when less happens.
    private static let night = 15
    /// Days on which the exporter is started anew, at ten o'clock.
    private static let restarts: Set<Int> = [5, 12, 26]
    /// The day on which the cloud's API is away for ten minutes, at 15 o'clock.
    private static let outage = 17
    private static let days = 30

    @Test func noAlertFires() async throws {
        let alerts = try await Stage.with(settled: Self.settled) { stage in
            for day in 1...Self.days {
                await Self.live(&stage, restarts: Self.restarts.contains(day), away: day == Self.outage ? 10 : 0)
            }
            return try await stage.alerts(every: Self.interval)
        }
        print("A quiet month of \(Self.days) days: \(alerts.count) alerts fired.")
        #expect(alerts == [:])
    }

    /// It takes the month's own way of looking to see that it would see.
    @Test func aDayWithALongOutageIsNotQuiet() async throws {
        let alerts = try await Stage.with(settled: Self.settled) { stage in
            await Self.live(&stage, restarts: true, away: 30)
            return try await stage.alerts(every: Self.interval)
        }
        #expect(Array(alerts.keys) == ["GlancePollFailing"])
    }

    private static func live(_ stage: inout Stage, restarts: Bool, away minutes: Int) async {
        await stage.pass(.hours(9, every: night))
        await stage.pass(.hours(1, every: interval))
        if restarts { stage.restart() }
        await stage.pass(.hours(5, every: interval))
        if minutes > 0 { stage.fails(.away) }
        await stage.pass(.minutes(minutes, every: interval))
        stage.fails(nil)
        await stage.pass(.minutes(2 * 60 - minutes, every: interval))
        await stage.pass(.hours(7, every: night))
    }
}
