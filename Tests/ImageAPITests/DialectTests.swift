import Catalogue
import Testing

@testable import ImageAPI

@Suite struct DialectTests {
    @Test func glanceIsTwoWholeWalks() {
        let targets = Dialect.glance.walks(project: "p", market: true).map { walk in
            var pagination = Pagination(walk: walk)
            return pagination.began()
        }
        #expect(
            targets == [
                .fetch(target: "/v2/images?limit=1000&visibility=all&os_hidden=false&sort=created_at%3Aasc%2Cid%3Aasc"),
                .fetch(target: "/v2/images?limit=1000&visibility=all&os_hidden=true&sort=created_at%3Aasc%2Cid%3Aasc"),
            ])
    }

    private func targets(_ walks: [Walk], path: ListPath = .images) -> [String] {
        walks.map { walk in
            var pagination = Pagination(walk: walk, path: path)
            guard case .fetch(let target) = pagination.began() else { return "" }
            return target
        }
    }

    @Test func imsIsOwnGoldAndAcceptedAndMarketOnRequest() {
        let own = "/v2/images?limit=1000&owner=0a1b"
        let rest = [
            "/v2/images?limit=1000&__imagetype=gold&visibility=public",
            "/v2/images?limit=1000&visibility=shared&member_status=accepted&__imagetype=shared",
        ]
        #expect(targets(Dialect.ims.walks(project: "0a1b", market: false)) == [own] + rest)
        let market = "/v2/images?limit=1000&__imagetype=market"
        #expect(targets(Dialect.ims.walks(project: "0a1b", market: true)) == [own] + rest + [market])
        let unscoped = Dialect.ims.walks(project: nil, market: false)
        #expect(targets(unscoped) == ["/v2/images?limit=1000&__imagetype=private"] + rest)
        #expect(
            targets(Dialect.ims.walks(project: "p", market: false), path: .cloudimages)[0].hasPrefix("/v2/cloudimages?")
        )
    }

    @Test func sharesAreAskedForByStatus() {
        let order = "&sort=created_at%3Aasc%2Cid%3Aasc"
        for status in Dialect.UnacceptedStatus.allCases {
            let query = "/v2/images?limit=1000&visibility=shared&member_status=\(status.rawValue)"
            #expect(
                targets(Dialect.glance.walks(ofShares: status)) == [
                    query + "&os_hidden=false" + order, query + "&os_hidden=true" + order,
                ])
            #expect(targets(Dialect.ims.walks(ofShares: status)) == [query + "&__imagetype=shared"])
        }
    }

    @Test func imagesAreAskedForByIDWhereThatGoesForSeveral() {
        let id = "00000000-0000-4000-8000-00000000000"
        let ids = ["1", "2"].compactMap { ImageIdentifier(Array((id + $0).utf8).span) }
        let query = "/v2/images?limit=1000&id=in%3A\(id)1%2C\(id)2&visibility=all"
        #expect(targets(Dialect.glance.walks(of: ids)) == [query + "&os_hidden=false", query + "&os_hidden=true"])
        #expect(Dialect.glance.walks(of: []).isEmpty)
        #expect(Dialect.ims.walks(of: ids).isEmpty)
    }

    @Test(arguments: [
        ("name", "a b", "name=a%20b"), ("name", "100%", "name=100%25"), ("name", "%41", "name=%2541"),
        ("k&=", "é/?", "k%26%3D=%C3%A9%2F%3F"), ("x", "AZaz09-._~", "x=AZaz09-._~"),
        ("x", "+*'()", "x=%2B%2A%27%28%29"),
        ("x", "", "x="), ("x", "\0\n", "x=%00%0A"),
    ])
    func queriesAreEncodedOnce(_ name: String, _ value: String, _ expected: String) {
        #expect(QueryItem(name, value).encoded == expected)
    }
}
