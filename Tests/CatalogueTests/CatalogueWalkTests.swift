import Testing

@testable import Catalogue

/// Walks with bounds, and where a catalogue is cut.
@Suite struct CatalogueWalkTests {
    private func walk(_ bounds: (inout WalkBounds) -> Void, _ images: [PlainImage]) -> (CatalogueWalk, Int) {
        let catalogue = Catalogue()
        var given = WalkBounds()
        bounds(&given)
        catalogue.beginPoll()
        let walk = catalogue.beginWalk(given)
        for image in images { walk.observe(image) }
        walk.finish()
        return (walk, catalogue.finishPoll(at: 1000).images)
    }

    private func created(_ times: [UInt32?]) -> [PlainImage] {
        times.enumerated().map { PlainImage(number: UInt64($0), created: $1) }
    }

    @Test func anImageBehindTheEdgeEndsTheWalk() {
        let bounds: (inout WalkBounds) -> Void = {
            $0.createdFrom = 10
            $0.createdBefore = 20
        }
        let (inside, count) = walk(bounds, created([10, 12, nil, 12, 19]))
        #expect((inside.hasPassed, inside.isOutside, inside.lastCreated, count) == (false, false, 19, 5))
        let (passed, kept) = walk(bounds, created([10, 20, nil, 21, nil]))
        #expect((passed.hasPassed, passed.isOutside, passed.images, kept) == (true, false, 1, 1))
    }

    /// What is odd about an image behind the edge is the next walk's to count.
    @Test func anomaliesAreThoseOfTheWalksOwnImages() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        for edge in [20, 30] as [UInt32] {
            var bounds = WalkBounds()
            bounds.createdFrom = edge - 10
            bounds.createdBefore = edge
            let walk = catalogue.beginWalk(bounds)
            walk.noteAnomaly(.id)
            for time in [edge - 10, edge - 5, edge, edge + 5] {
                walk.noteAnomaly(.size)
                if time != edge { walk.noteAnomaly(.providedUntil) }
                walk.observe(PlainImage(number: UInt64(time), created: time))
            }
            walk.finish()
        }
        let census = catalogue.finishPoll(at: 1000)
        #expect(census.images == 4)
        #expect(census.anomalies(.size) == 4)
        #expect(census.anomalies(.providedUntil) == 4)
        #expect(census.anomalies(.id) == 2)
    }

    @Test(arguments: [[9], [12, 11], [10, 15, 14, 20]] as [[UInt32]]) func disorderIsNoticed(times: [UInt32]) {
        let (outside, _) = walk({ $0.createdFrom = 10 }, created(times))
        #expect((outside.hasPassed, outside.isOutside) == (true, true))
    }

    @Test func withoutALowerEdgeOrderIsNothingToThem() {
        let (free, count) = walk({ _ in }, created([3, 2, 1]))
        #expect((free.hasPassed, free.isOutside, count) == (false, false, 3))
    }

    @Test func whatWasNotAskedForIsNoticed() {
        let old = PlainImage(number: 1, updated: 9)
        let new = PlainImage(number: 2, updated: 10)
        let timeless = PlainImage(number: 3)
        #expect(!walk({ $0.updatedFrom = 10 }, [new, timeless]).0.isOutside)
        #expect(walk({ $0.updatedFrom = 10 }, [new, old]).0.isOutside)
        #expect(!walk({ $0.statuses = [.active] }, [new]).0.isOutside)
        #expect(walk({ $0.statuses = [.queued] }, [new]).0.isOutside)
    }

    @Test func cutsMakePartsOfOneSize() {
        let catalogue = Catalogue()
        #expect(catalogue.creationCuts(after: 0, parts: 4) == [])
        _ = catalogue.poll(created((1...100).map { $0 }))
        #expect(catalogue.creationCuts(after: 0, parts: 4) == [26, 51, 76])
        #expect(catalogue.creationCuts(after: 60, parts: 4) == [71, 81, 91])
        #expect(catalogue.creationCuts(after: 0, parts: 1) == [])
        #expect(catalogue.creationCuts(after: 100, parts: 4) == [])
    }

    @Test func whatWasCreatedAtOnceIsNotCut() {
        let catalogue = Catalogue()
        _ = catalogue.poll(created(Array(repeating: 7, count: 50)))
        #expect(catalogue.creationCuts(after: 0, parts: 4) == [7])
    }

    /// Beyond so many images only some of them are looked at.
    @Test func manyImagesAreSampled() {
        let catalogue = Catalogue()
        _ = catalogue.poll(created((1...40_000).map { $0 }), at: 100_000)
        let cuts = catalogue.creationCuts(after: 0, parts: 4)
        #expect(cuts.count == 3)
        for (cut, wanted) in zip(cuts, [10_000, 20_000, 30_000]) { #expect(abs(Int(cut) - wanted) < 200) }
    }
}
