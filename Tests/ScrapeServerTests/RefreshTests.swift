import Synchronization
import Testing

@testable import ScrapeServer

/// Scrapes that wait for something before they are answered.
@Suite struct RefreshTests {
    /// What scrapes wait for, as a test lets it be.
    final class Source: Sendable {
        private let state = Mutex<(limits: [Duration?], cancelled: Int)>(([], 0))
        /// A refresh has begun; the continuation ends it.
        private let begun: AsyncStream<AsyncStream<Never>.Continuation>
        private let begin: AsyncStream<AsyncStream<Never>.Continuation>.Continuation
        private let ended: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation

        init() {
            (begun, begin) = AsyncStream.makeStream()
            (ended, end) = AsyncStream.makeStream()
        }

        @Sendable func refresh(_ limit: Duration?) async {
            let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
            state.withLock { $0.limits.append(limit) }
            begin.yield(continuation)
            for await _ in stream {}
            if Task.isCancelled { state.withLock { $0.cancelled += 1 } }
            end.yield()
        }

        var limits: [Duration?] { state.withLock { $0.limits } }
        var cancelled: Int { state.withLock { $0.cancelled } }

        func next() async -> AsyncStream<Never>.Continuation? {
            for await continuation in begun { return continuation }
            return nil
        }

        func oneEnded() async { for await _ in ended { return } }
    }

    private let source = Source()

    @Test func aScrapeIsAnsweredWhenItsRefreshIsDone() async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get())
            let refresh = await source.next()
            #expect(running.statistics.inFlight == 1)
            // Others are answered meanwhile.
            let other = try await RawClient.connect(running.port)
            #expect(try await other.exchange(get("/-/healthy")).status == 200)
            #expect(try await other.exchange(get("/metrics?name[]=")).status == 400)
            refresh?.finish()
            #expect(try await client.reply().body == "x 1\n")
            // The same connection serves the next scrape.
            try await client.send(get())
            await source.next()?.finish()
            #expect(try await client.reply().status == 200)
            #expect(source.cancelled == 0)
        }
    }

    @Test(
        arguments: [
            ("10", .milliseconds(9500)), ("10.5", .seconds(10)), ("0.6", .milliseconds(300)), ("1", .milliseconds(500)),
            ("", nil), ("0", nil), ("-1", nil), ("nan", nil), ("inf", nil), ("x", nil), ("1e99", .seconds(86_400)),
        ] as [(String, Duration?)])
    func theScrapersDeadlineIsHandedOn(value: String, limit: Duration?) async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            let field = "X-Prometheus-Scrape-Timeout-Seconds: \(value)\r\n"
            try await client.send(get("/metrics", value.isEmpty ? "" : field))
            await source.next()?.finish()
            #expect(try await client.reply().status == 200)
            #expect(source.limits == [limit])
        }
    }

    @Test(arguments: [true, false])
    func aScraperThatHangsUpEndsItsRefresh(closes: Bool) async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            let patient = try await RawClient.connect(running.port)
            try await client.send(get())
            _ = await source.next()
            try await patient.send(get())
            let other = await source.next()
            if closes { await client.close() } else { try await client.endOutput() }
            await source.oneEnded()
            #expect(source.cancelled == 1)
            other?.finish()
            #expect(try await patient.reply().status == 200)
            #expect(running.statistics.inFlight == 0)
        }
    }

    @Test func pipelinedScrapesWaitTheirTurn() async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get() + get("/-/healthy") + get())
            await source.next()?.finish()
            #expect(try await client.reply().body == "x 1\n")
            #expect(try await client.reply().body == "Healthy\n")
            await source.next()?.finish()
            #expect(try await client.reply().body == "x 1\n")
        }
    }

    @Test func scrapesThatWaitAreInFlight() async throws {
        let oneAtATime = { (configuration: inout ServerConfiguration) in configuration.maxRequests = 1 }
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh), oneAtATime) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get())
            let refresh = await source.next()
            let second = try await RawClient.connect(running.port)
            #expect(try await second.exchange(get()).status == 503)
            refresh?.finish()
            #expect(try await client.reply().status == 200)
            try await second.send(get())
            await source.next()?.finish()
            #expect(try await second.reply().status == 200)
        }
    }

    @Test func aRefreshThatDoesNotEndIsBounded() async throws {
        let hasty = { (configuration: inout ServerConfiguration) in configuration.refreshTimeout = .milliseconds(1) }
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh), hasty) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get())
            #expect(try await client.untilClosed() == [])
            await source.oneEnded()
            #expect(source.cancelled == 1)
            #expect(running.statistics.inFlight == 0)
        }
    }

    @Test func endingTheServerEndsWhatWaits() async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send(get())
            _ = await source.next()
            await running.server.shutdown(grace: .milliseconds(1))
            #expect(source.cancelled == 1)
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test(arguments: [nil, "f.yml:3: poll: wrong"])
    func aReloadTellsHowItWent(reason: String?) async throws {
        try await RunningServer.run(endpoint: .plain(reload: { reason })) { running in
            let client = try await RawClient.connect(running.port)
            try await client.send("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            let reply = try await client.reply()
            #expect(reply.status == (reason == nil ? 200 : 500))
            #expect(reply.body == "\(reason ?? "Reloaded")\n")
            #expect(try await client.exchange(get("/-/reload")).status == 405)
        }
    }

    @Test func aProbeWaitsAndAnUnknownOneDoesNot() async throws {
        try await RunningServer.run(endpoint: .plain(refresh: source.refresh)) { running in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange(get("/probe?cloud=unknown")).status == 400)
            #expect(source.limits.isEmpty)
            try await client.send(get("/probe?cloud=known"))
            await source.next()?.finish()
            #expect(try await client.reply().status == 200)
        }
    }
}
