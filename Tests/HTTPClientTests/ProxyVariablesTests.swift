import Testing

@testable import HTTPClient

@Suite struct ProxyVariablesTests {
    @Test(arguments: [
        ("", ""), ("a", "a"), ("a,b", "a,b"), (" a , b\tc ", "a,b,c"), ("a:5000", "a"), ("a:80", ""),
        ("a:80,b,c:5000", "b,c"), (".example:5000", ".example"), ("10.0.0.0/8", "10.0.0.0/8"),
        ("10.0.0.1:5000", "10.0.0.1"), ("::1", "::1"), ("fd00::5000", "fd00::5000"), ("[::1]", "[::1]"),
        ("[::1]:5000", "[::1]"), ("[::1]:80", ""), ("a:", "a:"), (":5000", ":5000"), ("a:b", "a:b"), ("*", "*"),
        (",,", ""), ("a:05000", ""), ("a:+5000", "a:+5000"),
    ])
    func anEntryWithAPortCountsForThatPort(_ text: String, _ entries: String) throws {
        let address = try #require(Address("http://keystone.example:5000/v3"))
        #expect(ProxyVariables(["no_proxy": text]).exceptions(for: address) == entries)
    }

    @Test func theSchemesPortCountsWhereNoneIsGiven() throws {
        let address = try #require(Address("https://keystone.example/v3"))
        #expect(ProxyVariables(["NO_PROXY": "a:443,b:80"]).exceptions(for: address) == "a")
    }

    @Test func anEmptyVariableIsNone() {
        let variables = ProxyVariables(["https_proxy": "", "HTTPS_PROXY": "", "ALL_PROXY": "http://a", "no_proxy": ""])
        #expect(variables == ProxyVariables(["all_proxy": "http://a"]))
    }
}
