import Testing

@testable import Catalogue

/// Values of kept properties from a page to the census.
@Suite struct KeptPropertyTests {
    private static let purpose = KeptProperty("purpose")
    private static let owned = KeptProperty("owned", isPresence: true)

    private func catalogue(_ set: (inout CatalogueLimits) -> Void = { _ in }) -> Catalogue {
        var limits = CatalogueLimits()
        set(&limits)
        let catalogue = Catalogue(limits: limits)
        catalogue.kept.properties = [Self.purpose, Self.owned]
        return catalogue
    }

    private func observe(_ number: UInt64, _ purpose: String, isOwned: Bool = false, in walk: CatalogueWalk) {
        var image = ObservedImage(properties: 2)
        image.id = ImageIdentifier(high: number, low: number)
        image.status = .active
        let bytes = Array(purpose.utf8)
        image.columns[ImageKey.columns.count] = walk.internProperty(bytes.span)
        image.columns[ImageKey.columns.count + 1] = isOwned ? .true : .missing
        walk.observe(image)
    }

    private func counts(_ census: Census, _ property: KeptProperty) -> [String: Int] {
        census.bases.indices.reduce(into: [:]) { counts, base in
            counts[census.text(census.property(property, of: base)), default: 0] += census.bases[base].images
        }
    }

    @Test func imagesAreToldApartByTheirValues() {
        let catalogue = catalogue()
        for _ in 1...2 {
            catalogue.beginPoll()
            let walk = catalogue.beginWalk()
            for (number, purpose) in ["gpu", "", "gpu", "generic", "gpu"].enumerated() {
                observe(UInt64(number), purpose, isOwned: number < 2, in: walk)
            }
            walk.finish()
            let census = catalogue.finishPoll(at: 1)
            #expect(counts(census, Self.purpose) == ["gpu": 3, "": 1, "generic": 1])
            #expect(counts(census, Self.owned) == ["true": 2, "": 3])
            #expect(counts(census, KeptProperty("other")) == ["": 5])
        }
    }

    /// What only properties have is folded first: the rest of the room is the program's own labels'.
    @Test func propertiesLeaveRoomForTheRest() {
        let catalogue = catalogue { $0.propertyValues = 2 }
        catalogue.beginPoll()
        let walk = catalogue.beginWalk()
        for (number, purpose) in ["a", "b", "c", "a", "d"].enumerated() {
            observe(UInt64(number), purpose, in: walk)
        }
        walk.finish()
        let known = walk.value("ordinary")
        #expect(known != .other)
        let bytes = Array("ordinary".utf8)
        #expect(catalogue.internProperty(bytes.span) == known)
        #expect(counts(catalogue.finishPoll(at: 1), Self.purpose) == ["a": 2, "b": 1, "_other": 2])
        catalogue.beginPoll()
        let next = catalogue.beginWalk()
        observe(9, "d", in: next)
        next.finish()
        #expect(counts(catalogue.finishPoll(at: 1), Self.purpose) == ["d": 1])
    }

    @Test func theirBytesAreBoundedToo() {
        let catalogue = catalogue { $0.propertyBytes = 200 }
        catalogue.beginPoll()
        let walk = catalogue.beginWalk()
        let long = ["a", "b", "c"].map { String(repeating: $0, count: 100) }
        for (number, purpose) in long.enumerated() { observe(UInt64(number), purpose, in: walk) }
        walk.finish()
        #expect(counts(catalogue.finishPoll(at: 1), Self.purpose) == [long[0]: 1, long[1]: 1, "_other": 1])
    }

    @Test func extremesOfBothTimesAreKnown() {
        let catalogue = catalogue()
        catalogue.kept.properties = []
        let census = catalogue.poll([
            PlainImage(number: 1, created: 50, updated: 70), PlainImage(number: 2, created: 40, updated: 90),
            PlainImage(number: 3),
        ])
        #expect(census.bases.map(\.oldestUpdated) == [70])
        #expect(census.bases.map(\.newestUpdated) == [90])
    }
}
