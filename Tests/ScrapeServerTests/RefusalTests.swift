import Testing

@testable import ScrapeServer

/// What is refused, over real sockets: the answer arrives, and the connection ends.
@Suite struct RefusalTests {
    @Test(
        arguments: [
            ("no request", "hello\r\n\r\n"), ("a bare CR in a value", get("/", "A: b\rc\r\n")),
            ("a bare CR as an end", get("/", "A: b\r")),
            ("NUL in a value", get("/", "A: b\0c\r\n")), ("NUL in a name", get("/", "A\0: b\r\n")),
            ("NUL in the target", get("/\0")),
            ("a control character in a value", get("/", "A: b\u{1}c\r\n")),
            ("DEL in a value", get("/", "A: b\u{7F}c\r\n")),
            ("a control character in the target", get("/\u{1}")),
            ("a folded field", get("/", "A: b\r\n c\r\n")),
            ("a folded first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
            ("a blank before the colon", get("/", "A : b\r\n")), ("a field without a name", get("/", ": b\r\n")),
            ("a field without a colon", get("/", "A\r\n")),
            ("a length beside a coding", get("/", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
            ("a coding beside a length", get("/", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") + "0\r\n\r\n"),
            ("two lengths", get("/", "Content-Length: 0\r\nContent-Length: 3\r\n")),
            ("the same length twice", get("/", "Content-Length: 0\r\nContent-Length: 0\r\n")),
            ("a list of lengths", get("/", "Content-Length: 0, 0\r\n")),
            ("a signed length", get("/", "Content-Length: +1\r\n")),
            ("a negative length", get("/", "Content-Length: -1\r\n")),
            ("a length in hexadecimal", get("/", "Content-Length: 0x1\r\n")),
            ("a length that overflows", get("/", "Content-Length: 99999999999999999999999\r\n")),
            ("a coding behind chunked", get("/", "Transfer-Encoding: chunked, identity\r\n")),
            ("chunked in HTTP/1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("no host", "GET / HTTP/1.1\r\n\r\n"), ("two hosts", get("/", "Host: y\r\n")),
            ("a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
            ("a host with a user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n"),
            ("a host with a blank", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"),
            ("a host in markup", "GET / HTTP/1.0\r\nHost: <b>\r\n\r\n"),
            ("a list of hosts in one", "GET / HTTP/1.1\r\nHost: x\\y\r\n\r\n"),
            ("a method in small letters", "fetch / HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("a line of four words", "FETCH / x HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("a wrong chunk", get("/", "Transfer-Encoding: chunked\r\n") + "zz\r\n"),
            ("no version", "GET /\r\n\r\n"), ("an odd version", "GET / HTTP/1.x\r\nHost: x\r\n\r\n"),
            ("another protocol", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n"),
            ("TLS", "\u{16}\u{3}\u{1}\u{0}\u{5}\u{1}\u{0}\u{0}\u{1}\u{3}"),
        ])
    func malformedRequestsGet400(what: String, request: String) async throws { try await expect(400, what, request) }

    @Test(arguments: [
        (501, "an unknown method", "FETCH / HTTP/1.1\r\nHost: x\r\n\r\n"),
        (501, "a method of two words", "VERSION-CONTROLS /x HTTP/1.0\r\n\r\n"),
        (501, "an unknown coding", get("/", "Transfer-Encoding: gzip\r\n")),
        (501, "a coding before chunked", get("/", "Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
        (505, "an old version", "GET / HTTP/0.9\r\n\r\n"),
        (505, "a new version", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        (505, "a new version of a known method", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        (505, "a version to come", "GET / HTTP/3.0\r\nHost: x\r\n\r\n"),
        (505, "a new version of an unknown method", "FETCH / HTTP/2.0\r\nHost: x\r\n\r\n"),
    ])
    func whatIsNotSpokenIsSaid(status: Int, what: String, request: String) async throws {
        try await expect(status, what, request)
    }

    @Test(arguments: ["", "x", "x:80", "[::1]:9090", "Exporter-1.example_a.org:19292", "%41~!$&'()*+,;="])
    func usualHostsAreServed(host: String) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").status == 200)
        }
    }

    private func expect(_ status: Int, _ what: String, _ request: String) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            // What stands behind a refused request is not served.
            try await client.send(request + get())
            let (replies, rest) = Reply.all(in: try await client.untilClosed())
            #expect(replies.map(\.status) == [status], "\(what)")
            #expect(rest == [])
            #expect(replies.first?.fields["connection"] == "close")
            #expect(running.statistics.counts.filter { $0.count > 0 }.map(\.status) == [status])
        }
    }

    /// A whole head of `count` bytes.
    private func head(_ count: Int, fields: Int = 1) -> String {
        let start = "GET /metrics HTTP/1.1\r\nHost: x\r\n"
        let each = (count - start.utf8.count - 2) / fields
        let lines = (0..<fields).map { index in
            let size = index == 0 ? count - start.utf8.count - 2 - each * (fields - 1) : each
            return "A: \(String(repeating: "a", count: size - 5))\r\n"
        }
        return start + lines.joined() + "\r\n"
    }

    @Test(arguments: [1, 4, 60])
    func aHeadMayHave16KiB(fields: Int) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            #expect(head(16384, fields: fields).utf8.count == 16384)
            #expect(try await client.exchange(head(16384, fields: fields)).status == 200)
            let reply = try await client.exchange(head(16385, fields: fields))
            #expect(reply.status == 431)
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test(
        arguments: [
            String(repeating: "a", count: 1 << 20), "Host: x\r\n" + String(repeating: "a: b\r\n", count: 4000),
            "Host: x\r\nA: \(String(repeating: " ", count: 40000))",
        ])
    func aHeadThatDoesNotEndGets431(start: String) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            client.offer([UInt8]("GET / HTTP/1.1\r\n\(start)".utf8))
            #expect(try await client.reply().status == 431)
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test func aTargetThatDoesNotEndGets431() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            client.offer([UInt8]("GET /\(String(repeating: "a", count: 100_000))".utf8))
            #expect(try await client.reply().status == 431)
        }
    }

    @Test func aBodyMayHave64KiBThatNobodyReads() async throws {
        try await RunningServer.run { running in
            let body = String(repeating: "b", count: 65_536)
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange(get("/metrics", "Content-Length: 65536\r\n") + body).status == 200)
            let chunked = get("/metrics", "Transfer-Encoding: chunked\r\n")
            #expect(try await client.exchange(chunked + "10000\r\n\(body)\r\n0\r\n\r\n").status == 200)
            let other = try await RawClient.connect(running.port)
            #expect(try await other.exchange(chunked + "10001\r\n\(body)b\r\n0\r\n\r\n").status == 413)
            #expect(
                try await client.exchange("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").status
                    == 405)
            #expect(try await client.exchange(get("/metrics", "Content-Length: 65537\r\n")).status == 413)
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test func aChunkedBodyThatDoesNotEndGets413() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let chunk = "1000\r\n\(String(repeating: "b", count: 4096))\r\n"
            client.offer(
                [UInt8]((get("/", "Transfer-Encoding: chunked\r\n") + String(repeating: chunk, count: 64)).utf8))
            #expect(try await client.reply().status == 413)
            #expect(try await client.untilClosed() == [])
        }
    }
}
