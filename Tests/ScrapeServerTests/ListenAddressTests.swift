import Testing

@testable import ScrapeServer

@Suite struct ListenAddressTests {
    @Test(
        arguments: [
            (":19292", nil, 19292), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:9", "::1", 9),
            ("localhost:65535", "localhost", 65535), ("[fe80::1%eth0]:80", "fe80::1%eth0", 80), ("[::]:1", "::", 1),
        ] as [(String, String?, Int)])
    func readsAndWritesAnAddress(text: String, host: String?, port: Int) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect("\(address)" == text)
    }

    @Test(
        arguments: [
            ("", "port"), ("9100", "port"), (":", "port"), ("host:", "port"), (":65536", "port"), (":-1", "port"),
            (":+80", "port"), (": 80", "port"), (":http", "port"), ("[::1]", "port"), (":٣", "port"),
            ("::1:80", "stands in brackets"), ("[::1:80", "whole IPv6"), ("::1]:80", "whole IPv6"),
            ("[]:80", "whole IPv6"), ("[host]:80", "whole IPv6"), ("a b:80", "character"), ("é:80", "character"),
            ("http://x:80", "stands in brackets"), ("a\n:80", "character"), ("user@host:80", "character"),
        ])
    func refusesAnythingElseAndSaysWhy(text: String, reason: String) throws {
        let error = try #require(throws: ListenAddress.Invalid.self) { try ListenAddress(text) }
        #expect(error.description.contains(reason))
        #expect(error.description.contains("\"\(text)\""))
    }

    @Test func boundsTheHost() throws {
        let longest = String(repeating: "a", count: 253)
        #expect(try ListenAddress("\(longest):1").host == longest)
        #expect(throws: ListenAddress.Invalid.self) { try ListenAddress("\(longest)a:1") }
    }
}
