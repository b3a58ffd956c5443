import Testing

@testable import Catalogue

@Suite struct CatalogueBoundsTests {
    private func catalogue(_ set: (inout CatalogueLimits) -> Void) -> Catalogue {
        var limits = CatalogueLimits()
        set(&limits)
        return Catalogue(limits: limits)
    }

    @Test func oneImageTooManyIsSaid() {
        let catalogue = catalogue { $0.images = 3 }
        catalogue.beginPoll()
        catalogue.walk([1, 2, 3, 3, 2, 1].map { PlainImage(number: $0) })
        #expect(!catalogue.isOverfull)
        catalogue.beginWalk().observe(PlainImage(number: 4))
        #expect(catalogue.isOverfull)
        catalogue.abandonPoll()
        catalogue.beginPoll()
        #expect(!catalogue.isOverfull)
    }

    @Test func whatWasNeverPublishedTakesNoRoom() {
        let catalogue = catalogue { $0.images = 3 }
        _ = catalogue.poll([PlainImage(number: 1)])
        catalogue.beginPoll()
        catalogue.walk([1, 2, 3].map { PlainImage(number: $0) })
        catalogue.abandonPoll()
        let census = catalogue.poll([1, 4, 5].map { PlainImage(number: $0) })
        #expect(!catalogue.isOverfull)
        #expect(census.images == 3)
    }

    @Test func furtherBasesKeepStatusAndVisibility() {
        let catalogue = catalogue { $0.bases = 2 }
        let images = (1...6).map { number in
            PlainImage(number: number, status: number < 6 ? .active : .killed, columns: [.diskFormat: "f\(number)"])
        }
        let exact = catalogue.poll(Array(images.prefix(2)))
        #expect(exact.counts(.diskFormat) == ["f1": 1, "f2": 1])
        let over = catalogue.poll(images)
        #expect(over.counts(.diskFormat) == ["f1": 1, "f2": 1, "_other": 4])
        #expect(over.bases.map(\.images) == [1, 1, 3, 1])
        for label in ImageLabel.allCases { #expect(over.counts(label).values.reduce(0, +) == 6) }
    }

    @Test func furtherPairsBecomeOne() {
        let catalogue = catalogue { $0.pairs = 2 }
        let images = (1...4).map { PlainImage(number: $0, support: [["a", "true"], ["gpu", "m\($0)"]]) }
        #expect(catalogue.poll([images[0]]).supportCounts == [["a", "true"]: 1, ["gpu", "m1"]: 1])
        #expect(
            catalogue.poll(images).supportCounts == [["a", "true"]: 4, ["gpu", "m1"]: 1, ["_other", "_other"]: 3])
    }

    @Test func furtherCohortsLoseTheirPairs() {
        // Each cohort takes two words and one for each of its pairs.
        let catalogue = catalogue { $0.cohortWords = 8 }
        let images = (1...4).map { PlainImage(number: $0, support: [["a", "true"], ["gpu", "m\($0)"]]) }
        #expect(catalogue.poll(Array(images.prefix(2))).supportCounts[["_other", "_other"]] == nil)
        let census = catalogue.poll(images)
        #expect(
            census.supportCounts == [["a", "true"]: 2, ["gpu", "m1"]: 1, ["gpu", "m2"]: 1, ["_other", "_other"]: 2])
        #expect(census.images == 4)
    }

    @Test func furtherValuesAreOther() {
        // true and false are held already.
        let catalogue = catalogue { $0.values = 4 }
        let images = (1...4).map { PlainImage(number: $0, columns: [.diskFormat: "f\($0)"]) }
        #expect(catalogue.poll(images).counts(.diskFormat) == ["f1": 1, "f2": 1, "_other": 2])
        #expect(catalogue.poll(images.reversed()).counts(.diskFormat) == ["f4": 1, "f3": 1, "_other": 2])
    }

    @Test func anImageMayHaveThousandsOfPairs() {
        let catalogue = Catalogue()
        let pairs = (0..<5000).map { ["flag\($0 % 2500)", "true"] }
        let image = PlainImage(number: 1, support: pairs)
        let mirrored = PlainImage(number: 2, support: pairs.reversed())
        let census = catalogue.poll([image, mirrored])
        #expect(census.supportCounts.count == 2500)
        #expect(census.supportCounts.values.allSatisfy { $0 == 2 })
    }
}
