import Testing

@testable import ImageAPI

@Suite struct DialectTests {
    @Test func glanceIsTwoWholeWalks() {
        let targets = Dialect.glance.walks.map { walk in
            var pagination = Pagination(walk: walk)
            return pagination.began()
        }
        #expect(
            targets == [
                .fetch(target: "/v2/images?limit=1000&visibility=all&os_hidden=false&sort=created_at%3Aasc%2Cid%3Aasc"),
                .fetch(target: "/v2/images?limit=1000&visibility=all&os_hidden=true&sort=created_at%3Aasc%2Cid%3Aasc"),
            ])
        #expect(Dialect.glance.walks.allSatisfy { !$0.isOptional })
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
