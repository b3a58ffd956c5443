import Testing

@testable import DemoCloud

/// In a calm cloud nothing goes wrong but what a script has go wrong.
@Suite struct CalmLifeTests {
    private static let start = DemoCatalogueTests.start
    private static let day = 86_400

    private static func catalogue(seed: UInt64 = 1) -> DemoCatalogue {
        DemoCatalogue(settled: 15, seed: seed, now: start)
    }

    @Test func theSameSeedLivesTheSameLifeWhateverItsSteps() {
        var one = Self.catalogue()
        var other = Self.catalogue()
        one.advance(to: Self.start + Self.day)
        for step in 1...288 { other.advance(to: Self.start + step * 300) }
        #expect(one.all == other.all)
        #expect(Self.catalogue(seed: 2).all != Self.catalogue().all)
    }

    @Test(arguments: 1...3) func nothingFailsOrHangs(seed: UInt64) {
        var catalogue = Self.catalogue(seed: seed)
        var seen: Set<DemoImage.Status> = []
        for step in 1...(30 * 288) {
            catalogue.advance(to: Self.start + step * 300)
            let hanging = catalogue.all.filter { $0.status != .active && catalogue.now - $0.updated > 900 }
            #expect(hanging == [])
            seen.formUnion(catalogue.all.map(\.status))
        }
        #expect(seen.isSuperset(of: [.queued, .saving, .active]))
        #expect(seen.isSubset(of: [.queued, .saving, .importing, .active, .pendingDelete]))
    }

    @Test func goldenImagesAreReplacedEveryNight() {
        var catalogue = Self.catalogue()
        for day in 1...14 {
            catalogue.advance(to: Self.start + day * Self.day)
            let golden = catalogue.all.filter { $0.given?.traits.visibility == .public }
            #expect(golden.count == CalmLife(start: 0).golden.count)
            #expect(golden.allSatisfy { $0.status == .active && catalogue.now - $0.created <= Self.day + 3600 })
        }
        let stopped = catalogue.calm?.golden.removeFirst()
        catalogue.advance(to: catalogue.now + 5 * Self.day)
        let old = catalogue.all.filter {
            $0.given?.traits.visibility == .public && catalogue.now - $0.created > Self.day + 3600
        }
        #expect(old.map { $0.given?.traits.system } == [stopped?.system])
    }

    /// Uploads come and are cleared away, so that their number goes up and down and not away.
    @Test func itsNumbersStayWithinBounds() {
        var catalogue = Self.catalogue()
        var counts: [Int] = []
        for day in 1...60 {
            catalogue.advance(to: Self.start + day * Self.day)
            counts.append(catalogue.all.count)
        }
        #expect(counts.allSatisfy { (19...70).contains($0) }, "\(counts)")
        #expect(zip(counts, counts.dropFirst()).contains { $0 - $1 > 5 }, "\(counts)")
    }

    @Test func everyAttributeIsInOrder() throws {
        var asking = try Asking(Self.catalogue())
        for _ in 1...20 {
            asking.now += Self.day
            let images = try asking.images("/v2/images?limit=1000&visibility=all&os_hidden=false")
            #expect(images.count > 18)
            #expect(images.allSatisfy { $0["size"] is Int || $0["status"] as? String != "active" })
            #expect(images.allSatisfy { $0["visibility"] as? String != "public" || $0["protected"] as? Bool == true })
            #expect(images.allSatisfy { $0["os_glance_failed_import"] == nil })
        }
    }
}
