import Testing

@testable import DemoCloud

/// A month in which nothing happens that anybody should look after.
@Suite struct QuietMonthTests {
    private static let settled = 15
    private static let interval = 5
    /// Days on which the exporter is started anew, at ten o'clock.
    private static let restarts: Set<Int> = [5, 12, 26]
    /// The day on which the cloud's API is away for ten minutes, at 15 o'clock.
    private static let outage = 17
    private static let days = 30

    @Test func noAlertFires() async throws {
        let alerts = try await Stage.with(settled: Self.settled) { stage in
            for day in 1...Self.days { await Self.live(day, &stage) }
            return try await stage.alerts(every: Self.interval)
        }
        print("A quiet month of \(Self.days) days: \(alerts.count) alerts fired.")
        #expect(alerts == [:])
    }

    private static func live(_ day: Int, _ stage: inout Stage) async {
        await stage.pass(.hours(10, every: interval))
        if restarts.contains(day) { stage.restart() }
        await stage.pass(.hours(5, every: interval))
        if day == outage { stage.fails(.away) }
        await stage.pass(.minutes(10, every: interval))
        stage.fails(nil)
        await stage.pass(.minutes(9 * 60 - 10, every: interval))
    }
}
