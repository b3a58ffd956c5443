import Testing

@testable import ImageAPI

/// The three ways in which IMS's later list tells where to go on.
@Suite struct CloudimagesPaginationTests {
    private static let first = "/v2/cloudimages?limit=2&owner=p"

    private func pagination() -> Pagination {
        Pagination(walk: Walk(name: "w", query: [QueryItem("owner", "p")]), path: .cloudimages, pageSize: 2)
    }

    private func target(_ marker: String) -> Pagination.Action { .fetch(target: "\(Self.first)&marker=\(marker)") }

    @Test func byPageInfo() {
        var pagination = pagination()
        #expect(pagination.began() == .fetch(target: Self.first))
        let informed = PageFacts(images: 2, hasPageInfo: true, nextMarker: "a b", lastID: "x")
        #expect(pagination.pageArrived(informed) == target("a%20b"))
        let end = PageFacts(images: 2, hasPageInfo: true, lastID: "y")
        #expect(pagination.pageArrived(end) == .finished)
    }

    @Test func byNext() {
        var pagination = pagination()
        let next = "/v2/cloudimages?__isregistered=true&limit=2&marker=a"
        let facts = PageFacts(images: 2, next: next, lastID: "x")
        #expect(pagination.pageArrived(facts) == .fetch(target: next))
        #expect(pagination.pageArrived(PageFacts(images: 2, lastID: "y")) == .finished)
    }

    @Test func byTheLastImageWhileThePageIsFull() {
        var pagination = pagination()
        #expect(pagination.pageArrived(PageFacts(images: 2, lastID: "a")) == target("a"))
        #expect(pagination.pageArrived(PageFacts(images: 2, lastID: "b")) == target("b"))
        #expect(pagination.pageArrived(PageFacts(images: 1, lastID: "c")) == .finished)
    }

    @Test func aServerThatTakesLessForAFullPageIsFollowedToo() {
        var pagination = pagination()
        #expect(pagination.pageArrived(PageFacts(images: 1, lastID: "a")) == target("a"))
        #expect(pagination.pageArrived(PageFacts(images: 0)) == .finished)
    }

    @Test func anEmptyListIsWhole() {
        var pagination = pagination()
        #expect(pagination.pageArrived(PageFacts(images: 0)) == .finished)
    }

    @Test func aServerThatIgnoresMarkersIsALoop() {
        var pagination = pagination()
        let full = PageFacts(images: 2, lastID: "a")
        #expect(pagination.pageArrived(full) == target("a"))
        #expect(pagination.pageArrived(full) == .fail(.loop("page 2 leads back to a page read before")))
    }

    @Test func aFullPageWithoutALastIDIsMalformed() {
        var pagination = pagination()
        #expect(
            pagination.pageArrived(PageFacts(images: 2))
                == .fail(.malformed("the last image of a full page has no id")))
    }

    @Test func aRestartForgetsWhatTheServerSaid() {
        var pagination = pagination()
        let error = ImageAPIError(status: 400, body: [])
        _ = pagination.pageArrived(PageFacts(images: 2, hasPageInfo: true, nextMarker: "a"))
        #expect(pagination.pageRefused(status: 400, error) == .restart(target: Self.first))
        #expect(pagination.pageArrived(PageFacts(images: 2, lastID: "b")) == target("b"))
    }

    @Test func theOlderListNeedsNext() {
        var pagination = Pagination(walk: Walk(name: "w", query: []), pageSize: 2)
        let facts = PageFacts(images: 2, hasPageInfo: true, nextMarker: "a", lastID: "b")
        #expect(pagination.pageArrived(facts) == .finished)
    }
}
