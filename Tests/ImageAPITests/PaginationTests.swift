import Testing

@testable import ImageAPI

@Suite struct PaginationTests {
    private static let walk = Walk(name: "w", query: [QueryItem("visibility", "all"), QueryItem("sort", "id:asc")])
    private static let first = "/v2/images?limit=1000&visibility=all&sort=id%3Aasc"

    private static func next(_ marker: String) -> PageFacts {
        PageFacts(images: 1, next: "/v2/images?limit=1000&marker=\(marker)")
    }

    private static func target(_ marker: String) -> String { "/v2/images?limit=1000&marker=\(marker)" }

    @Test func aWalkOfThreePagesTheLastEmpty() {
        var pagination = Pagination(walk: Self.walk)
        #expect(pagination.began() == .fetch(target: Self.first))
        #expect(pagination.pageArrived(Self.next("a")) == .fetch(target: Self.target("a")))
        #expect(pagination.pageArrived(Self.next("b")) == .fetch(target: Self.target("b")))
        #expect(pagination.pageArrived(PageFacts(images: 0)) == .finished)
        #expect(pagination.pageArrived(Self.next("c")) == .finished)
    }

    @Test func anEmptyPageWithNextIsFollowed() {
        var pagination = Pagination(walk: Self.walk, pageSize: 7)
        #expect(pagination.began() == .fetch(target: "/v2/images?limit=7&visibility=all&sort=id%3Aasc"))
        let empty = PageFacts(images: 0, next: "/v2/images?marker=a")
        #expect(pagination.pageArrived(empty) == .fetch(target: "/v2/images?marker=a"))
    }

    @Test(arguments: [
        ("/v2/images?marker=a&limit=5", "marker=a&limit=5"), ("/image/v2/images?marker=a", "marker=a"),
        ("https://elsewhere.example:9/v2/images?marker=a", "marker=a"), ("//elsewhere.example/?marker=a", "marker=a"),
        ("?marker=a", "marker=a"), ("/v2/images?__isregistered=true&marker=a", "__isregistered=true&marker=a"),
        ("/v2/images?sort=created_at%3Aasc%2Cid&marker=a", "sort=created_at%3Aasc%2Cid&marker=a"),
        ("/v2/images?name=a b\"<é>&marker=a", "name=a%20b%22%3C%C3%A9%3E&marker=a"),
        ("/v2/images?marker=a#marker=b", "marker=a"), ("/v2/images?a=?/:@&marker=a", "a=?/:@&marker=a"),
    ])
    func onlyTheQueryOfNextIsFollowed(_ next: String, _ query: String) {
        var pagination = Pagination(walk: Self.walk)
        #expect(pagination.pageArrived(PageFacts(images: 1, next: next)) == .fetch(target: "/v2/images?" + query))
    }

    @Test(arguments: [
        "", "/v2/images", "/v2/images?", "/v2/images?limit=5", "/v2/images?marker=", "/v2/images?marker",
        "/v2/images?xmarker=a", "/v2/images#?marker=a", "/v2/images?marker=a&marker=b", "/v2/images?marker=a%",
        "/v2/images?marker=a%4", "/v2/images?marker=a%4g", "/v2/images?marker=a\r\nX-Y: z", "/v2/images?marker=a\0",
        "/v2/images?marker=a\u{7F}",
    ])
    func aNextWithoutUsableMarkerIsMalformed(_ next: String) {
        var pagination = Pagination(walk: Self.walk)
        let action = pagination.pageArrived(PageFacts(images: 1, next: next))
        guard case .fail(.malformed) = action else {
            Issue.record("\(action)")
            return
        }
    }

    @Test func theLengthOfNextIsBounded() {
        let prefix = "/v2/images?marker="
        let longest = prefix + String(repeating: "a", count: NextLink.maximumLength - prefix.utf8.count)
        #expect(throws: Never.self) { _ = try NextLink(longest) }
        #expect(throws: ImageAPIError.self) { _ = try NextLink(longest + "a") }
    }

    @Test(arguments: 1...5)
    func aCycleIsALoop(_ length: Int) {
        var pagination = Pagination(walk: Self.walk)
        #expect(pagination.pageArrived(Self.next("start")) == .fetch(target: Self.target("start")))
        for step in 0..<length {
            #expect(pagination.pageArrived(Self.next("m\(step)")) == .fetch(target: Self.target("m\(step)")))
        }
        let end = pagination.pageArrived(Self.next("m0"))
        #expect(end == .fail(.loop("page \(length + 2) leads back to a page read before")))
        #expect(pagination.pageArrived(Self.next("new")) == end)
    }

    @Test func fiftyThousandPagesAreTheMost() {
        var pagination = Pagination(walk: Self.walk)
        for page in 1..<50_000 {
            guard case .fetch = pagination.pageArrived(Self.next("m\(page)")) else {
                Issue.record("page \(page)")
                return
            }
        }
        var longer = pagination
        #expect(pagination.pageArrived(PageFacts(images: 3)) == .finished)
        #expect(longer.pageArrived(Self.next("last")) == .fail(.loop("the walk has more than 50000 pages")))
    }

    @Test(arguments: [400, 403, 404])
    func aLostMarkerStartsTheWalkAgainTwice(_ status: Int) {
        let error = ImageAPIError(status: status, body: [])
        var pagination = Pagination(walk: Self.walk)
        for _ in 0..<2 {
            #expect(pagination.pageArrived(Self.next("a")) == .fetch(target: Self.target("a")))
            #expect(pagination.pageRefused(status: status, error) == .restart(target: Self.first))
        }
        #expect(pagination.pageArrived(Self.next("a")) == .fetch(target: Self.target("a")))
        #expect(pagination.pageRefused(status: status, error) == .fail(error))
    }

    @Test(arguments: [400, 401, 403, 404, 500])
    func aRefusedFirstPageFailsAtOnce(_ status: Int) {
        let error = ImageAPIError(status: status, body: [])
        var pagination = Pagination(walk: Self.walk)
        #expect(pagination.pageRefused(status: status, error) == .fail(error))
    }

    @Test func aRefusedFirstPageOfARestartFails() {
        let error = ImageAPIError(status: 400, body: [])
        var pagination = Pagination(walk: Self.walk)
        _ = pagination.pageArrived(Self.next("a"))
        #expect(pagination.pageRefused(status: 400, error) == .restart(target: Self.first))
        #expect(pagination.pageRefused(status: 400, error) == .fail(error))
    }

    @Test(arguments: [300, 401, 429, 500, 503])
    func otherStatusesInMidWalkFail(_ status: Int) {
        let error = ImageAPIError(status: status, body: [])
        var pagination = Pagination(walk: Self.walk)
        _ = pagination.pageArrived(Self.next("a"))
        #expect(pagination.pageRefused(status: status, error) == .fail(error))
    }
}
