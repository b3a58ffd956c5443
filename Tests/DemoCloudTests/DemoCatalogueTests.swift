import Testing

@testable import DemoCloud

@Suite struct DemoCatalogueTests {
    static let start = 1_795_000_000

    static func catalogue(images: Int = 500, seed: UInt64 = 1) -> DemoCatalogue {
        DemoCatalogue(images: images, seed: seed, now: start)
    }

    @Test func theSameSeedLivesTheSameLifeWhateverItsSteps() {
        var one = Self.catalogue()
        var other = Self.catalogue()
        one.advance(to: Self.start + 3000)
        for step in 1...1000 { other.advance(to: Self.start + step * 3) }
        #expect(one.all == other.all)
        #expect(Self.catalogue(seed: 2).all != Self.catalogue(seed: 1).all)
    }

    @Test func timeThatGoesBackChangesNothing() {
        var catalogue = Self.catalogue()
        let before = catalogue.all
        catalogue.advance(to: Self.start - 5)
        catalogue.advance(to: .min)
        #expect(catalogue.all == before)
        #expect(catalogue.now == Self.start)
    }

    @Test func everyStatusIsThereFromTheStart() {
        #expect(Set(Self.catalogue().all.map(\.status)) == Set(DemoImage.Status.allCases))
    }

    @Test(arguments: [900, 3600, 21_600, 86_400, 604_800, 2_592_000])
    func someHangForEveryAge(seconds: Int) {
        let onTheirWay: Set<DemoImage.Status> = [.queued, .saving, .uploading, .importing, .pendingDelete]
        let hanging = Self.catalogue().all.filter {
            onTheirWay.contains($0.status) && Self.start - $0.updated >= seconds
        }
        #expect(!hanging.isEmpty)
        #expect(hanging.count < 60)
    }

    @Test(arguments: [1, 2, 7, 100, 500, 5000]) func timesArePlausible(images: Int) {
        var catalogue = Self.catalogue(images: images)
        catalogue.advance(to: Self.start + 600)
        let all = catalogue.all
        let pairs = zip(all, all.dropFirst())
        #expect(pairs.allSatisfy { $0.number < $1.number && $0.created <= $1.created })
        #expect(all.allSatisfy { $0.created <= $0.updated && $0.updated <= Self.start + 600 })
        #expect(all.allSatisfy { $0.created >= Self.start - SettledImages.past - DemoCatalogue.warmUp - 1 })
    }

    /// The changes that `glance_image_status_transitions_total` shows from the first poll on, seen every 5 s as the
    /// demonstration's polls do.
    @Test func withinAnHourEveryPromisedChangeHappens() {
        var catalogue = Self.catalogue()
        var seen: [String: Int] = [:]
        var before = catalogue.statuses
        for step in 1...720 {
            catalogue.advance(to: Self.start + step * 5)
            let after = catalogue.statuses
            for number in Set(before.keys).union(after.keys) where before[number] != after[number] {
                seen["\(before[number]?.rawValue ?? "none") \(after[number]?.rawValue ?? "gone")", default: 0] += 1
            }
            before = after
        }
        var expected = ["none queued", "active deactivated", "deactivated active", "active pending_delete"]
        expected += ["active gone", "pending_delete gone", "killed gone"]
        for from in ["saving", "uploading", "importing"] {
            expected += ["queued \(from)"] + ["queued", "killed", "gone", "active"].map { "\(from) \($0)" }
        }
        expected += ["killed", "gone", "active"].map { "queued \($0)" }
        #expect(expected.filter { seen[$0] == nil } == [])
    }

    @Test(arguments: 1...20) func withinTwoMinutesTheCommonChangesHappen(seed: UInt64) {
        var catalogue = Self.catalogue(seed: seed)
        let before = catalogue.statuses
        catalogue.advance(to: Self.start + 120)
        let after = catalogue.statuses
        #expect(after.keys.filter { before[$0] == nil }.count > 5)
        #expect(before.keys.filter { after[$0] == nil }.count > 5)
        #expect(before.filter { after[$0.key] == .active && $0.value != .active }.count > 1)
    }

    @Test(arguments: [20, 500, 5000]) func itsNumbersStayAsTheyWereOverDays(images: Int) {
        var catalogue = Self.catalogue(images: images)
        for hour in stride(from: 6, through: 48, by: 6) {
            catalogue.advance(to: Self.start + hour * 3600)
            let all = catalogue.all
            #expect(abs(all.count - images) <= images / 5 + 10, "after \(hour) hours: \(all.count)")
            #expect(all.count { $0.status == .active } > images / 2)
        }
    }

    @Test func whatWasDueInALongPauseHappensAtItsEnd() {
        var catalogue = Self.catalogue()
        let end = Self.start + 30 * 86_400
        catalogue.advance(to: end)
        #expect(catalogue.now == end)
        #expect(catalogue.all.allSatisfy { $0.updated <= end })
        #expect(abs(catalogue.all.count - 500) < 110)
    }

    @Test func aMillionImagesAreNotStored() throws {
        var catalogue = Self.catalogue(images: 1_000_000)
        catalogue.advance(to: Self.start + 60)
        #expect(abs(Int(catalogue.endNumber) - 1_000_000) < 5000)
        let first = try #require(catalogue.image(0))
        #expect(first.created < Self.start - 2 * 365 * 86_400)
        #expect(catalogue.image(catalogue.endNumber) == nil)
        #expect(catalogue.image(.max) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_795_429_958, "2026-11-23T10:32:38Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (-1, "1970-01-01T00:00:00Z"), (.max, "9999-12-31T23:59:59Z"),
    ])
    func timesAreWrittenAsTheImageAPIDoes(seconds: Int, text: String) {
        #expect(CivilTime.text(seconds) == text)
    }
}

extension DemoCatalogue {
    var all: [DemoImage] { (0..<endNumber).compactMap { image($0) } }

    var statuses: [UInt32: DemoImage.Status] {
        Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0.status) })
    }
}
