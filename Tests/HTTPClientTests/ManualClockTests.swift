import TestSupport
import Testing

@Suite struct ManualClockTests {
    @Test func aSleeperSleepsUntilItsTime() async throws {
        let clock = ManualClock()
        let short = Task { try await clock.sleep(for: .seconds(1)) }
        let long = Task { try await clock.sleep(for: .seconds(3)) }
        await clock.sleepers(2)
        #expect(clock.pauses == [.seconds(1), .seconds(3)])
        clock.advance(by: .seconds(2))
        try await short.value
        #expect(clock.pauses == [.seconds(1)])
        clock.advance(by: .seconds(1))
        try await long.value
        #expect(clock.now.offset == .seconds(3))
    }

    @Test func aCancelledSleepEnds() async {
        let clock = ManualClock()
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.sleepers()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.pauses == [])
    }
}
