import Testing

@testable import Catalogue

/// Versions, builds and promises from a page to the census.
@Suite struct UpkeepCensusTests {
    private static let day: UInt32 = 86_400
    private static let now: UInt32 = 1_900_000_000

    private func image(
        _ number: UInt64, built: UInt32? = now - 40 * day, _ frequency: ReplaceFrequency? = .monthly,
        version: String = "12"
    ) -> PlainImage {
        var image = PlainImage(number: number, created: Self.now - 10 * Self.day, columns: [.osDistro: "debian"])
        image.built = built
        image.upkeep.frequency = frequency
        image.version = version
        return image
    }

    @Test func aBuildIsTheDateOrElseTheCreation() {
        let census = Catalogue().poll([image(1), image(2, built: nil)], at: Self.now)
        #expect(census.upkeep[.monthly, .stale] == 1)
        #expect(census.upkeep[.monthly, .fresh] == 1)
        #expect(census.upkeep.builds.map(\.newest) == [Self.now - 10 * Self.day])
        #expect(census.upkeep.builds.map(\.images) == [2])
    }

    @Test func aBuildFiveMinutesAheadIsTheLastThatCounts() {
        let census = Catalogue().poll(
            [image(1, built: Self.now + 300, version: "a"), image(2, built: Self.now + 301, version: "b")],
            at: Self.now)
        #expect(census.anomalies(.imageBuildDate) == 1)
        #expect(census.upkeep.builds.map(\.osVersion) == ["a", "b"])
        #expect(census.upkeep.builds.map(\.newest) == [Self.now + 300, Self.now - 10 * Self.day])
    }

    /// Age comes with time alone, also where a poll of changes shows nothing of the image.
    @Test func imagesNotShownAgainGrowOldToo() {
        let catalogue = Catalogue()
        catalogue.kept.tables = true
        var running = image(3, nil)
        running.upkeep.hasRunningImport = true
        var dated = image(4, nil)
        dated.upkeep.until = ProvidedUntil(days: 21_990)
        let first = catalogue.poll(
            [image(1), image(2, built: Self.now - 30 * Self.day, version: "13"), running, dated], at: Self.now)
        #expect(first.upkeep[.monthly, .stale] == 1)
        #expect(first.upkeep.nextProvidedUntil == 1_900_022_400)
        for changed in [false, true] {
            catalogue.beginPoll(.changes)
            catalogue.walk(changed ? [image(1, built: Self.now, version: "14")] : [])
            let census = catalogue.finishPoll(at: Self.now + 10 * Self.day)
            #expect(census.upkeep[.monthly, .stale] == (changed ? 1 : 2))
            #expect(census.upkeep.runningImports == 1)
            #expect(census.upkeep.pastProvidedUntil == 1)
            #expect(census.upkeep.nextProvidedUntil == nil)
            let versions = Set(census.upkeep.builds.map(\.osVersion))
            #expect(versions == (changed ? ["12", "13", "14"] : ["12", "13"]))
        }
    }

    /// Images that go leave none of their numbers to those that take their place, as a poll of changes shows after it.
    @Test func imagesThatMoveUpKeepTheirOwn() {
        let catalogue = Catalogue()
        catalogue.kept.tables = true
        func images(_ numbers: [UInt64]) -> [PlainImage] {
            numbers.map { image($0, $0 % 2 == 0 ? .daily : nil, version: "\($0 % 7)") }
        }
        _ = catalogue.poll(images(Array(1...9000)), at: Self.now)
        let rest = images((1...9000).filter { $0 % 3 == 0 })
        let new = (10_001...10_100).map { image($0, built: nil, nil, version: "") }
        var censuses = [catalogue.poll(rest + new, at: Self.now)]
        catalogue.beginPoll(.changes)
        catalogue.walk(images([10_102]))
        censuses.append(catalogue.finishPoll(at: Self.now))
        for (place, census) in censuses.enumerated() {
            #expect(census.upkeep[.daily, .stale] == 1500 + place)
            let known = census.upkeep.builds.filter { $0.newest == Self.now - 40 * Self.day }
            #expect(known.reduce(0) { $0 + $1.images } == 3000 + place)
            let unknown = census.upkeep.builds.filter { $0.osVersion == "unknown" }
            #expect(unknown.map(\.newest) == [Self.now - 10 * Self.day])
            #expect(unknown.map(\.images) == [100])
        }
    }

    @Test func furtherEditionsKeepTheirMarks() {
        var limits = CatalogueLimits()
        // One is that of which nothing is known.
        limits.editions = 3
        let versions = ["a", "b", "c", "d"]
        let images = versions.enumerated().map { place, version in
            var image = image(UInt64(place), version: version)
            image.upkeep.until = .undated
            image.upkeep.hasFailedImport = version == "d"
            return image
        }
        let exact = Catalogue(limits: limits).poll(Array(images.prefix(2)), at: Self.now)
        #expect(exact.upkeep.builds.map(\.osVersion) == ["a", "b"])
        let over = Catalogue(limits: limits).poll(images, at: Self.now)
        #expect(
            over.upkeep.builds.map { "\($0.platform) \($0.osVersion) \($0.images)" } == [
                "debian a 1", "debian b 1", "_other _other 1", "_other _other 1",
            ])
        #expect(over.upkeep.failedImports == 1)
        // Their date is lost.
        #expect(over.upkeep[.monthly, .exempt] == 2)
        #expect(over.upkeep[.monthly, .stale] == 2)
        #expect(over.images == 4)
    }

    @Test func importsCountInAnyStatus() {
        var failed = PlainImage(number: 1, status: .queued)
        failed.upkeep.hasFailedImport = true
        var both = PlainImage(number: 2, status: .importing, columns: [.hidden: "true"])
        both.upkeep.hasFailedImport = true
        both.upkeep.hasRunningImport = true
        let census = Catalogue().poll([failed, both, PlainImage(number: 3)])
        #expect(census.upkeep.failedImports == 2)
        #expect(census.upkeep.runningImports == 1)
        #expect(!census.upkeep.hasReplacements)
    }
}
