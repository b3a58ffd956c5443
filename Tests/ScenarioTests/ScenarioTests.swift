import Synchronization
import Testing

/// Each alert fires in its incident, in time, and no other does.
@Suite(.serialized) struct ScenarioTests {
    private static let rows = Mutex<[String: String]>([:])

    @Test(arguments: Scenario.all) func itIsToldInTime(scenario: Scenario) async throws {
        let outcome = try await scenario.play()
        Self.tell(scenario.row(outcome), of: scenario)
        let firing = try #require(outcome.alerts[scenario.alert], "it never fired: \(outcome.alerts)")
        #expect(firing.first > outcome.event, "it fired before there was anything")
        #expect(firing.first <= outcome.event + scenario.promise.minutes)
        #expect(firing.last <= outcome.cure + scenario.silence.minutes, "it goes on after the end")
        #expect(Set(outcome.alerts.keys) == scenario.beside.union([scenario.alert]), "\(outcome.alerts)")
    }

    /// That a file of rules is missing no cloud can bring about.
    @Test func eachAlertHasAnIncident() throws {
        #expect(Set(Scenario.all.map(\.alert)) == (try Rules.names().subtracting(["GlanceThresholdsMissing"])))
        #expect(Set(Scenario.all.map(\.testDescription)).count == Scenario.all.count)
    }

    /// The table is printed once, when its last row is there.
    private static func tell(_ row: String, of scenario: Scenario) {
        let rows = rows.withLock { rows in
            rows[scenario.testDescription] = row
            return rows
        }
        let table = Scenario.all.compactMap { rows[$0.testDescription] }
        guard table.count == Scenario.all.count else { return }
        print(([Scenario.heading] + table).joined(separator: "\n"))
    }
}
