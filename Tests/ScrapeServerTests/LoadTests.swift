import Testing

@testable import ScrapeServer

/// Too many of anything, over real sockets.
@Suite struct LoadTests {
    @Test func threeHundredSlowConnectionsDoNotHinderAScrape() async throws {
        try await RunningServer.run {
            $0.headTimeout = .hours(1)
        } _: { running in
            var slow: [RawClient] = []
            for _ in 0..<300 {
                let client = try await RawClient.connect(running.port)
                try await client.send("GET /met")
                slow.append(client)
            }
            let scraper = try await RawClient.connect(running.port)
            #expect(try await scraper.exchange(get()).status == 200)
            #expect(try await slow[299].exchange("rics HTTP/1.1\r\nHost: x\r\n\r\n").status == 200)
            for client in slow { await client.close() }
        }
    }

    @Test func threeHundredSlowConnectionsEnd() async throws {
        try await RunningServer.run {
            $0.headTimeout = .milliseconds(20)
        } _: { running in
            var slow: [RawClient] = []
            for _ in 0..<300 {
                let client = try await RawClient.connect(running.port)
                client.offer([UInt8]("GET /met".utf8))
                slow.append(client)
            }
            // One whose first bytes came too late is closed without a word.
            for client in slow {
                let statuses = Reply.all(in: try await client.untilClosed()).replies.map(\.status)
                #expect(statuses == [408] || statuses == [])
            }
            #expect(running.statistics.inFlight == 0)
        }
    }

    @Test func whoAsksGetsInPastConnectionsThatAskNothing() async throws {
        try await RunningServer.run {
            $0.maxConnections = 8
        } _: { running in
            var held: [RawClient] = []
            for number in 0..<8 {
                let client = try await RawClient.connect(running.port)
                if number % 2 == 0 { try await client.send("GET /met") }
                if number == 7 { #expect(try await client.exchange(get()).status == 200) }
                held.append(client)
            }
            for number in 0..<7 {
                let scraper = try await RawClient.connect(running.port)
                #expect(try await scraper.exchange(get()).status == 200)
                #expect(try await held[number].untilClosed() == [])
            }
            #expect(try await held[7].exchange(get()).status == 200)
        }
    }

    @Test func oneConnectionOverTheCapIsToldSoWhereAllAreBeingAnswered() async throws {
        let source = RefreshTests.Source()
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) {
            $0.maxConnections = 8
        } _: { running in
            var clients: [RawClient] = []
            var refreshes: [AsyncStream<Never>.Continuation?] = []
            for _ in 0..<8 {
                let client = try await RawClient.connect(running.port)
                try await client.send(get())
                refreshes.append(await source.next())
                clients.append(client)
            }
            let ninth = try await RawClient.connect(running.port)
            try await ninth.send(get())
            let (replies, rest) = Reply.all(in: try await ninth.untilClosed())
            #expect(replies.map(\.status) == [503])
            #expect(rest == [])
            for refresh in refreshes { refresh?.finish() }
            for client in clients { #expect(try await client.reply().status == 200) }
        }
    }

    @Test func aPlaceIsFreeAgainWhenAConnectionCloses() async throws {
        try await RunningServer.run {
            $0.maxConnections = 1
        } _: { running in
            for _ in 0..<20 {
                let client = try await RawClient.connect(running.port)
                #expect(try await client.exchange(get("/metrics", "Connection: close\r\n")).status == 200)
                // The server closes before the client sees the end.
                #expect(try await client.untilClosed() == [])
            }
        }
    }

    @Test func connectionsFarOverTheCapAreClosed() async throws {
        let source = RefreshTests.Source()
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) {
            $0.maxConnections = 1
            $0.lingerTimeout = .hours(1)
        } _: { running in
            let first = try await RawClient.connect(running.port)
            try await first.send(get())
            let refresh = await source.next()
            var told: [RawClient] = []
            for _ in 0..<Connections.maxRefused {
                let client = try await RawClient.connect(running.port)
                #expect(try await client.reply().status == 503)
                told.append(client)
            }
            let silent = try await RawClient.connect(running.port)
            #expect(try await silent.untilClosed() == [])
            refresh?.finish()
            #expect(try await first.reply().status == 200)
        }
    }

    /// So many, each with the beginning of its answer.
    private func clientsThatDoNotRead(_ count: Int, _ running: RunningServer) async throws -> [RawClient] {
        var clients: [RawClient] = []
        for _ in 0..<count {
            let client = try await RawClient.connect(running.port, reads: false)
            try await client.send(get())
            client.readOnce()
            _ = try await client.received { !$0.bytes.isEmpty }
            clients.append(client)
        }
        return clients
    }

    @Test func aClientThatDoesNotReadMakesRoomForAnother() async throws {
        let page = [UInt8](repeating: 65, count: 32 << 20)
        try await RunningServer.run(page: page) {
            $0.maxRequests = 2
            $0.answerPatience = .zero
        } _: { running in
            let stuck = try await clientsThatDoNotRead(2, running)
            let other = try await RawClient.connect(running.port)
            #expect(try await other.exchange(get()).body.utf8.count == page.count)
            #expect(running.statistics.inFlight == 1)
            try await stuck[1].readOn()
            #expect(try await stuck[1].reply().body.utf8.count == page.count)
        }
    }

    @Test func answersThatNobodyTakesAreInFlight() async throws {
        let page = [UInt8](repeating: 65, count: 32 << 20)
        try await RunningServer.run(page: page) {
            $0.maxRequests = 2
            $0.answerPatience = .hours(1)
        } _: { running in
            let stuck = try await clientsThatDoNotRead(2, running)
            #expect(running.statistics.inFlight == 2)
            let other = try await RawClient.connect(running.port)
            #expect(try await other.exchange(get()).status == 503)
            #expect(try await other.exchange(get("/-/healthy")).status == 200)
            try await stuck[0].readOn()
            #expect(try await stuck[0].reply().body.utf8.count == page.count)
            #expect(try await other.exchange(get()).status == 200)
        }
    }
}
