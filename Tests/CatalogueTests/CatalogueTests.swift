import Testing

@testable import Catalogue

@Suite struct CatalogueTests {
    private let now: UInt32 = 2_000_000_000

    @Test func aRecordTakes40Bytes() {
        #expect(MemoryLayout<Record>.stride == 40)
    }

    @Test func sizesOf2To63Minus1AreSummed() {
        let catalogue = Catalogue()
        let images = (1...1000).map { PlainImage(number: $0, size: UInt64(Int64.max)) }
        let census = catalogue.poll(images)
        #expect(census.bases.map(\.size) == [UInt128(9_223_372_036_854_775_807) * 1000])
        #expect(census.bases.map(\.withoutSize) == [0])
    }

    @Test func agesBeginAtTheSecond() {
        let catalogue = Catalogue()
        let steps: [UInt32] = [900, 3600, 21_600, 86_400, 604_800, 2_592_000]
        for (age, seconds) in steps.enumerated() {
            let exact = catalogue.poll([PlainImage(number: 1, status: .saving, updated: now - seconds)], at: now)
            #expect(steps.indices.map { exact.unchanged(.saving, age: $0) } == steps.indices.map { $0 <= age ? 1 : 0 })
            let younger = catalogue.poll([PlainImage(number: 1, status: .saving, updated: now - seconds + 1)], at: now)
            #expect(younger.unchanged(.saving, age: age) == 0)
            #expect(exact.unchanged(.active, age: age) == 0)
        }
    }

    @Test func timesOfTheFutureAreAnomaliesFrom301Seconds() {
        let catalogue = Catalogue()
        let images = [
            PlainImage(number: 1, status: .queued, created: now + 300, updated: now + 300),
            PlainImage(number: 2, status: .saving, created: now + 301, updated: now + 301),
        ]
        let census = catalogue.poll(images, at: now)
        #expect(census.anomalies(.createdAt) == 1)
        #expect(census.anomalies(.updatedAt) == 1)
        #expect(census.bases.map(\.oldestCreated) == [now + 300, nil])
        #expect(census.bases.map(\.oldestUpdated) == [now + 300, nil])
        #expect(census.unchanged(.queued, age: 0) == 0)
        #expect(catalogue.poll(images, at: .max).anomalies(.createdAt) == 0)
    }

    @Test func anomaliesOfABrokenTryAreVoid() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        let first = catalogue.beginWalk()
        first.noteAnomaly(.size)
        first.finish()
        let broken = catalogue.beginWalk()
        broken.noteAnomaly(.size)
        broken.noteAnomaly(.id)
        let second = catalogue.beginWalk()
        second.noteAnomaly(.size)
        second.finish()
        let census = catalogue.finishPoll(at: now)
        #expect(census.anomalies(.size) == 2)
        #expect(census.anomalies(.id) == 0)
        #expect(catalogue.poll([]).anomalies(.size) == 0)
    }

    @Test func newImagesCountFromTheSecondWholePoll() {
        let catalogue = Catalogue()
        let first = PlainImage(number: 1, status: .queued)
        catalogue.beginPoll()
        catalogue.walk([first])
        catalogue.abandonPoll()
        #expect(catalogue.poll([first]).transitions == Transitions())
        var changed = first
        changed.status = .active
        let census = catalogue.poll([changed, PlainImage(number: 2, status: .saving)])
        #expect(census.transitions.count(from: .queued, to: .active) == 1)
        #expect(census.transitions.count(from: nil, to: .saving) == 1)
        #expect(catalogue.poll([]).transitions.count(from: .active, to: nil) == 1)
    }

    @Test func anAbandonedPollLeavesThePublishedStateAlone() {
        let catalogue = Catalogue()
        _ = catalogue.poll([PlainImage(number: 1, status: .queued)])
        catalogue.beginPoll()
        catalogue.walk([PlainImage(number: 1, status: .killed), PlainImage(number: 2)])
        // A new poll abandons the old one.
        let census = catalogue.poll([PlainImage(number: 1, status: .active)])
        #expect(census.transitions.count(from: .queued, to: .active) == 1)
        #expect(census.transitions.count(from: .queued, to: .killed) == 0)
        #expect(census.transitions.count(from: nil, to: .active) == 0)
        #expect(census.images == 1)
    }

    @Test func theLaterWalkWins() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        catalogue.walk([PlainImage(number: 1, columns: [.hidden: "false"])])
        catalogue.walk([PlainImage(number: 1, columns: [.hidden: "true"])])
        #expect(catalogue.finishPoll(at: now).counts(.hidden) == ["true": 1])
    }

    @Test func aPollHasSoManyWalksAndNoMore() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        for _ in 0..<65_534 { _ = catalogue.beginWalk() }
        let last = catalogue.beginWalk()
        #expect(!last.isOverfull)
        last.observe(PlainImage(number: 1))
        last.finish()
        let beyond = catalogue.beginWalk()
        #expect(beyond.isOverfull)
        beyond.observe(PlainImage(number: 2))
        beyond.finish()
        #expect(catalogue.finishPoll(at: now).images == 1)
        catalogue.beginPoll()
        #expect(!catalogue.isOverfull)
    }

    @Test func walksMayBeOnTheirWayTogether() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        let walks = (0..<3).map { _ in catalogue.beginWalk() }
        for number in 0..<9 { walks[number % 3].observe(PlainImage(number: UInt64(number))) }
        walks[2].finish()
        walks[0].finish()
        #expect(catalogue.finishPoll(at: now).images == 6)
    }

    @Test func aLongHistoryLeavesNoTrace() {
        var random = Seeded(state: 11)
        let old = (1...2000).map { PlainImage.random(UInt64($0), now: now - 1_000_000, &random) }
        let present = (1500...4000).map { PlainImage.random(UInt64($0), now: now, &random) }
        let experienced = Catalogue()
        _ = experienced.poll(old)
        for _ in 0..<3 { _ = experienced.poll((1...3000).map { .random(UInt64($0), now: now, &random) }) }
        let late = experienced.poll(present.reversed())
        let fresh = Catalogue().poll(present)
        #expect(late.images == fresh.images)
        for label in ImageLabel.allCases { #expect(late.counts(label) == fresh.counts(label)) }
        #expect(late.supportCounts == fresh.supportCounts)
        #expect(late.anomalies == fresh.anomalies)
        #expect(late.unchanged == fresh.unchanged)
    }

    @Test func manyImagesComeAndGo() {
        let catalogue = Catalogue()
        let all = (1...20_000).map { PlainImage(number: UInt64($0)) }
        for count in [0, 1, 4095, 4096, 4097, 20_000, 8192, 8193, 1, 0, 5000] {
            let census = catalogue.poll(Array(all.prefix(count)))
            #expect(census.images == count)
            #expect(census.bases.reduce(0) { $0 + $1.images } == count)
        }
    }
}
