import Testing

@testable import GlanceExporter

@Suite struct PollScheduleTests {
    private func starts(interval: Int, durations: [Int]) -> [Duration] {
        var schedule = PollSchedule(interval: .seconds(interval), firstPoll: .zero)
        var start = Duration.zero
        return durations.map { seconds in
            start = schedule.pollEnded(started: start, ended: start + .seconds(seconds))
            return start
        }
    }

    @Test func pollsStartAtTheIntervalWhateverTheyTake() {
        #expect(starts(interval: 60, durations: [1, 20, 40]) == [.seconds(60), .seconds(120), .seconds(180)])
    }

    @Test func anOverrunSkipsTicks() {
        #expect(starts(interval: 60, durations: [61]) == [.seconds(120)])
        #expect(starts(interval: 60, durations: [150]) == [.seconds(240)])
    }

    @Test func theCloudRestsForHalfAsLongAsThePollTook() {
        // 40 s and a pause of 20 s end right at the tick; a second more misses it.
        #expect(starts(interval: 60, durations: [40]) == [.seconds(60)])
        #expect(starts(interval: 60, durations: [41]) == [.seconds(120)])
    }

    @Test func aPollOfNoTimeStillWaitsForTheNextTick() {
        #expect(starts(interval: 60, durations: [0, 0]) == [.seconds(60), .seconds(120)])
    }
}
