import Testing

@testable import Identity

@Suite struct ServiceCatalogTests {
    private func catalog(_ endpoints: [(interface: String, region: String?, url: String?)]) throws -> ServiceCatalog {
        let entries = endpoints.map { endpoint in
            #"{"interface":"\#(endpoint.interface)","region_id":\#(text(endpoint.region)),"url":\#(text(endpoint.url))}"#
        }
        let json = """
            {"token":{"catalog":[{"type":"compute","endpoints":[{"interface":"public","url":"http://nova"}]},7,
            {"type":"image","endpoints":[\(entries.joined(separator: ",")),"odd",{"interface":3}]}]}}
            """
        return try KeystoneToken(Array(json.utf8)).catalog
    }

    private func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }

    @Test func interfaceAndRegionDecideAndTheFirstMatchWins() throws {
        let catalog = try catalog([
            ("admin", "A", "http://admin-a"), ("public", "A", ""), ("public", "B", "http://public-b"),
            ("publicURL", "A", "http://public-a"), ("public", "A", "http://second-a"),
        ])
        #expect(try catalog.imageEndpoint(interface: .public, region: "A") == "http://public-a")
        #expect(try catalog.imageEndpoint(interface: .public, region: nil) == "http://public-b")
        #expect(try catalog.imageEndpoint(interface: .admin, region: "A") == "http://admin-a")
    }

    @Test func whatIsMissingIsNamedWithWhatIsThere() throws {
        let catalog = try catalog([("public", "A", "http://a"), ("internal", nil, "http://b")])
        #expect(
            throws: IdentityError.noEndpoint(
                "the catalog has no public image endpoint in region C; it has public in A, internal in no region")
        ) { try catalog.imageEndpoint(interface: .public, region: "C") }
        #expect(
            throws: IdentityError.noEndpoint(
                "the catalog has no public image endpoint: it has no image endpoint at all")
        ) { try ServiceCatalog(services: []).imageEndpoint(interface: .public, region: nil) }
    }

    @Test(arguments: [
        ("http://g:9292", "http://g:9292"), ("http://g:9292/", "http://g:9292"), ("http://g/v2", "http://g"),
        ("http://g/v2/", "http://g"), ("http://g/image", "http://g/image"), ("http://g/image/v2/", "http://g/image"),
        ("https://g/v2.9", "https://g"), ("http://[::1]:9292", "http://[::1]:9292"),
        ("http://g/vault", "http://g/vault"), ("HTTP://G/v2", "HTTP://G"), ("http://v2", "http://v2"),
        ("http://v2/v2", "http://v2"), ("http://g:9292//image//v2//", "http://g:9292//image"),
    ])
    func anEndpointKeepsItsPrefixAndLosesItsVersion(url: String, base: String) throws {
        #expect(try ImageEndpoint.base(of: url) == base)
    }

    @Test(arguments: [
        "ftp://g", "g:9292", "http://", "http:///v2", "http://g/$(tenant_id)s", "http://g/%(x)s", "http://g?a=b",
        "", "/v2", "http://:9292", "http://alice:secret@g", "http://g/a b", "http://g/\u{E4}", "http://g\r\nX: y",
    ])
    func whatIsNoAddressIsRefused(url: String) {
        #expect(throws: IdentityError.self) { try ImageEndpoint.base(of: url) }
    }

    @Test func anAddressThatCannotBeUsedIsNamed() {
        #expect(
            throws: IdentityError.noEndpoint(
                "the image endpoint's address http://g/$(tenant_id)s cannot be used: expected http or https, a host, "
                    + "and no user, placeholder or query")
        ) { try ImageEndpoint.base(of: "http://g/$(tenant_id)s") }
        let error = #expect(throws: IdentityError.self) { try ImageEndpoint.base(of: "http://alice:secret@g") }
        #expect(error?.description.contains("secret") == false)
        let long = #expect(throws: IdentityError.self) {
            try ImageEndpoint.base(of: "ftp://" + String(repeating: "g", count: 5000))
        }
        #expect((long?.description.count ?? 0) < 400)
    }

    @Test(arguments: [20, 21])
    func atMost20EndpointsAreNamed(count: Int) throws {
        let catalog = try catalog((0..<count).map { ("public", "R\($0)", "http://g\($0)") })
        let error = #expect(throws: IdentityError.self) {
            try catalog.imageEndpoint(interface: .internal, region: "R0")
        }
        let text = try #require(error?.description)
        #expect(text.hasSuffix(count == 20 ? "public in R18, public in R19" : "public in R18, public in R19, …"))
    }

    @Test func aNameFromACatalogIsBounded() throws {
        let long = String(repeating: "r", count: 5000)
        let catalog = try catalog([("public", long, "http://a"), ("public", "B\\nforged", "http://b")])
        let error = #expect(throws: IdentityError.self) {
            try catalog.imageEndpoint(interface: .public, region: "C")
        }
        let text = try #require(error?.description)
        #expect(text.hasSuffix("\(long.prefix(63))…, public in B forged"))
    }
}
