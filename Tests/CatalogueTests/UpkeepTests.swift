import Testing

@testable import Catalogue

/// What an image promises against how old it is.
@Suite struct UpkeepTests {
    private static let now: UInt32 = 1_900_000_000
    /// 1.1 times the periods of SCS-0102, in seconds.
    private static let ages: [(ReplaceFrequency, UInt32)] = [
        (.yearly, 34_689_600), (.quarterly, 8_743_680), (.monthly, 2_946_240), (.weekly, 665_280), (.daily, 99_000),
    ]

    private func upkeep(_ frequency: ReplaceFrequency?, _ until: ProvidedUntil? = nil) -> Upkeep {
        var upkeep = Upkeep()
        upkeep.frequency = frequency
        upkeep.until = until
        return upkeep
    }

    private func state(_ upkeep: Upkeep, age: UInt32 = 1_000_000_000, isHidden: Bool = false) -> ReplaceState? {
        upkeep.state(built: Self.now - age, isHidden: isHidden, at: Self.now)
    }

    @Test(arguments: ages) func oneSecondMakesAnImageStale(frequency: ReplaceFrequency, age: UInt32) {
        let upkeep = upkeep(frequency, .distant)
        #expect(state(upkeep, age: 0) == .fresh)
        #expect(state(upkeep, age: age - 1) == .fresh)
        #expect(state(upkeep, age: age) == .fresh)
        #expect(state(upkeep, age: age + 1) == .stale)
        #expect(upkeep.state(built: Self.now + 1, isHidden: false, at: Self.now) == .fresh)
        #expect(upkeep.state(built: 1, isHidden: false, at: 2) == .fresh)
        #expect(frequency.states == [.fresh, .stale, .exempt])
    }

    @Test(arguments: [ReplaceFrequency.never, .criticalBug, .other])
    func someFrequenciesPromiseNothing(frequency: ReplaceFrequency) {
        #expect(state(upkeep(frequency)) == .exempt)
        #expect(frequency.states == [.exempt])
    }

    @Test func withoutAFrequencyThereIsNoState() {
        #expect(state(upkeep(nil)) == nil)
        #expect(state(upkeep(nil, .undated), isHidden: true) == nil)
    }

    @Test func exemptIsWhoseNameOrTimeIsOver() {
        #expect(state(upkeep(.monthly)) == .stale)
        #expect(state(upkeep(.monthly), isHidden: true) == .exempt)
        #expect(state(upkeep(.monthly, .undated), age: 0) == .exempt)
        var superseded = upkeep(.monthly, .distant)
        superseded.isSuperseded = true
        #expect(state(superseded) == .exempt)
        #expect(upkeep(.monthly).state(built: 0, isHidden: false, at: Self.now) == .exempt)
    }

    /// 2030-03-17, day 21,990 since 1970, has 17:46:40 as `now`.
    @Test func aDateIsPastWhenItsDayHasEnded() throws {
        let until = ProvidedUntil(days: 21_990)
        let end = try #require(until.end)
        #expect(end == 1_900_022_400)
        #expect(!until.isPast(at: Self.now))
        #expect(!until.isPast(at: end - 1))
        #expect(until.isPast(at: end))
        #expect(upkeep(.daily, until).state(built: 1, isHidden: false, at: end - 1) == .stale)
        #expect(upkeep(.daily, until).state(built: 1, isHidden: false, at: end) == .exempt)
    }

    @Test func datesBeyondSecondsOf32BitsAreNearestOrDistant() {
        #expect(ProvidedUntil(days: -1) == .day(0))
        #expect(ProvidedUntil(days: .min) == .day(0))
        #expect(ProvidedUntil(days: 49_709) == .day(49_709))
        #expect(ProvidedUntil(days: 49_709).end == 4_294_944_000)
        #expect(ProvidedUntil(days: 49_710) == .distant)
        #expect(ProvidedUntil(days: .max).end == nil)
        #expect(!ProvidedUntil.distant.isPast(at: .max))
        #expect(!ProvidedUntil.undated.isPast(at: .max))
    }

    @Test func everyUpkeepComesBackFromItsWords() {
        #expect(Upkeep().marks == 0)
        var seen: Set<UInt16> = []
        for frequency in [nil] + ReplaceFrequency.allCases {
            for flags in 0..<8 {
                var upkeep = upkeep(frequency)
                upkeep.isSuperseded = flags & 1 != 0
                upkeep.hasFailedImport = flags & 2 != 0
                upkeep.hasRunningImport = flags & 4 != 0
                seen.insert(upkeep.marks)
                for until in [nil, .undated, .distant, .day(0), .day(49_709)] as [ProvidedUntil?] {
                    upkeep.until = until
                    #expect(Upkeep(marks: upkeep.marks, until: until?.word ?? 0) == upkeep)
                }
            }
        }
        #expect(seen.count == 72)
    }

    @Test func theStandardsWordsAreTheLabels() {
        #expect(
            ReplaceFrequency.allCases.map(\.name) == [
                "yearly", "quarterly", "monthly", "weekly", "daily", "critical_bug", "never", "_other",
            ])
        #expect(ReplaceState.allCases.map(\.name) == ["fresh", "stale", "exempt"])
    }
}
