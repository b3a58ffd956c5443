import Testing

@testable import Catalogue

/// What belongs to other projects.
@Suite struct SharesTests {
    private func shared(_ numbers: Range<UInt64>, isForeign: Bool = true, _ visibility: ImageVisibility = .shared)
        -> SharedImages
    {
        let images = SharedImages()
        for number in numbers { images.see(number, isForeign: isForeign, visibility) }
        return images
    }

    @Test func foreignSharedImagesAreTheAcceptedOnes() {
        let census = Catalogue().poll([
            PlainImage(number: 1, visibility: .shared, isForeign: true),
            PlainImage(number: 2, status: .queued, visibility: .shared, isForeign: true),
            PlainImage(number: 3, visibility: .shared), PlainImage(number: 4, isForeign: true),
            PlainImage(number: 5, visibility: .community, isForeign: true), PlainImage(number: 6, visibility: .private),
        ])
        #expect(census.acceptedShares == 2)
        #expect(!census.seesPrivateImagesOfOthers)
        #expect(census.images == 6)
        let all = Catalogue().poll([PlainImage(number: 1, visibility: .private, isForeign: true)])
        #expect(all.seesPrivateImagesOfOthers)
    }

    @Test func anImageOfSeveralWalksCountsOnce() {
        let shares = UnacceptedShares(
            pending: [shared(1..<5), shared(4..<7)], rejected: [shared(10..<12), shared(0..<0)])
        #expect(shares?.pending == 6)
        #expect(shares?.rejected == 2)
    }

    @Test func ownImagesAndOtherVisibilitiesAreNoShares() {
        let shares = UnacceptedShares(
            pending: [shared(1..<5, isForeign: false), shared(5..<9, .public)], rejected: [shared(20..<21)])
        #expect(shares?.pending == 0)
        #expect(shares?.rejected == 1)
    }

    @Test func aServerThatIgnoresTheStatusTellsNothing() {
        #expect(UnacceptedShares(pending: [shared(1..<5)], rejected: [shared(4..<9)]) == nil)
    }

    @Test func theirNumberIsBounded() {
        let images = SharedImages(most: 3)
        for number in [1, 2, 3, 3, 1] as [UInt64] { images.see(number) }
        #expect(!images.isOverfull)
        images.see(4)
        #expect(images.isOverfull)
        #expect(images.ids.count == 3)
    }

    @Test func imagesOnTheirWayThatNoWholeWalkShowedAreMissing() {
        let catalogue = Catalogue()
        let transitional = (1...8).map { PlainImage(number: $0, status: .queued) }
        _ = catalogue.poll(transitional + [PlainImage(number: 9)])
        catalogue.beginPoll()
        catalogue.walk([PlainImage(number: 1, status: .queued), PlainImage(number: 2)])
        // A broken try shows nothing.
        catalogue.beginWalk().observe(PlainImage(number: 3, status: .queued))
        let missing = catalogue.missingInTransition(most: 100)
        #expect(missing.map(\.low) == [3, 4, 5, 6, 7, 8])
        #expect(catalogue.missingInTransition(most: 2).map(\.low) == [3, 4])
        catalogue.walk([PlainImage(number: 3, status: .active)])
        let census = catalogue.finishPoll(at: 2_000_000_000)
        #expect(census.transitions.count(from: .queued, to: nil) == 5)
        #expect(census.transitions.count(from: .queued, to: .active) == 2)
    }
}

extension SharedImages {
    fileprivate func see(_ number: UInt64, isForeign: Bool = true, _ visibility: ImageVisibility = .shared) {
        var image = ObservedImage()
        image.id = ImageIdentifier(high: 0, low: number)
        image.isForeign = isForeign
        image.visibility = visibility
        observe(image)
    }
}
