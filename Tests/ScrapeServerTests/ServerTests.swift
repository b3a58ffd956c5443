import Testing

@testable import ScrapeServer

/// The server over real sockets.
@Suite struct ServerTests {
    @Test func aConnectionServesManyRequests() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            for _ in 0..<3 {
                let reply = try await client.exchange(get())
                #expect(reply.status == 200)
                #expect(reply.version == "HTTP/1.1")
                #expect(reply.body == "x 1\n")
                #expect(reply.fields["content-length"] == "4")
                #expect(reply.fields["connection"] == nil)
            }
            #expect(try await client.exchange(get("/metrics", "Connection: close\r\n")).fields["connection"] == "close")
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test func oldClientsAreClosedUnlessTheyAskToStay() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let kept = try await client.exchange("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(kept.status == 200)
            #expect(kept.fields["connection"] == "keep-alive")
            let last = try await client.exchange("GET /metrics HTTP/1.0\r\n\r\n")
            #expect(last.status == 200)
            #expect(last.fields["connection"] == "close")
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test(arguments: ["/metrics", "/", "/-/healthy", "/-/ready", "/nothing"])
    func headIsGetWithoutTheBody(path: String) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let whole = try await client.exchange(get(path))
            let head = try await client.exchange(
                "HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n", toHead: true)
            #expect(head.fields == whole.fields)
            #expect(head.status == whole.status)
            #expect(whole.fields["content-length"] == "\(whole.body.utf8.count)")
            #expect(try await client.exchange(get(path)) == whole, "nothing was left behind the head")
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let paths = (0..<300).map { ["/metrics", "/nothing", "/-/healthy"][$0 % 3] }
            try await client.send(paths.map { get($0) }.joined() + get("/", "Connection: close\r\n") + get("/nothing"))
            let (replies, rest) = Reply.all(in: try await client.untilClosed())
            #expect(replies.map(\.status) == paths.map { $0 == "/nothing" ? 404 : 200 } + [200])
            #expect(rest == [])
        }
    }

    @Test func aRequestMayComeByteByByte() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            for byte in get().utf8 { try await client.send([byte]) }
            #expect(try await client.reply().status == 200)
        }
    }

    @Test func aClientThatSendsNoMoreStillGetsItsAnswer() async throws {
        let page = [UInt8](repeating: 65, count: 8 << 20)
        try await RunningServer.run(page: page) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get() + get())
            try await client.endOutput()
            let (replies, rest) = Reply.all(in: try await client.untilClosed())
            #expect(replies.map { $0.body.utf8.count } == [page.count, page.count])
            #expect(rest == [])
        }
    }

    @Test func aHalfHeadAndAnEndIsMalformed() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            try await client.send("GET /metrics HT")
            try await client.endOutput()
            #expect(Reply.all(in: try await client.untilClosed()).replies.map(\.status) == [400])
        }
    }

    @Test(arguments: [
        "Expect: 100-continue\r\nContent-Length: 10\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n",
    ])
    func whatTheServerDoesNotDoEndsTheConnection(fields: String) async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let reply = try await client.exchange(get("/metrics", fields))
            #expect(reply.status == 200)
            #expect(reply.fields["connection"] == "close")
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test func connectIsRefused() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            try await client.send("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n" + get())
            #expect(Reply.all(in: try await client.untilClosed()).replies.map(\.status) == [404])
        }
    }

    @Test func methodsAndPathsThatAreNotThere() async throws {
        try await RunningServer.run { running in
            let client = try await RawClient.connect(running.port)
            let reply = try await client.exchange("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(reply.status == 405)
            #expect(reply.fields["allow"] == "GET, HEAD")
            #expect(try await client.exchange(get("/zzz?yyy")).body == "Not found\n")
            #expect(
                running.statistics.counts.filter { $0.count > 0 } == [
                    .init(handler: .metrics, status: 405, count: 1), .init(handler: .other, status: 404, count: 1),
                ])
            #expect(running.statistics.inFlight == 0)
        }
    }
}
