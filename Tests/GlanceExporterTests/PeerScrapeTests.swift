import Exposition
import HTTPClient
import ImageAPI
import ScrapeServer
import TestSupport
import Testing

@testable import GlanceExporter

/// The ways in which another exporter breaks when it is scraped; a scrape asks the cloud here, as with interval 0.
@Suite struct PeerScrapeTests {
    /// The endpoint over a fake cloud whose list requests wait for `gate`.
    private func scraped(
        _ body: (_ polled: PolledCloud, _ scrape: @escaping @Sendable () async -> Int?, _ gate: Gate, ScrapeStatistics)
            async throws -> Void
    ) async throws {
        try await PolledCloud.with(.glance, [.glance(1)]) { polled in
            polled.cloud.change { $0.role = "admin" }
            let gate = Gate()
            polled.cloud.fault { ask in
                guard ask.isList else { return nil }
                let (status, text) = polled.cloud.listing(ask.target)
                return [.wait(gate), .json(status, text)]
            }
            let statistics = ScrapeStatistics()
            let shared = SharedPoll(polled.poller)
            let endpoint = Endpoint(
                telemetryPath: "/metrics", metrics: { polled.board.answer($0, tail: []) },
                refresh: { _, _ in { await shared.join(until: nil) } }, isReady: { true },
                landing: { LandingPage(version: "", rows: [], now: 0) })
            let server = Server(
                configuration: ServerConfiguration(addresses: [try ListenAddress("127.0.0.1:0")]), endpoint: endpoint,
                statistics: statistics)
            let address = try #require(try await server.start().first)
            let scraper = polled.client.transport(TransportSettings())
            let scrape: @Sendable () async -> Int? = {
                try? await scraper.send(Request(.discovery, .get, "http://\(address)/metrics")).status
            }
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(polled, scrape, gate, statistics)) } catch {
                outcome = .failure(error)
            }
            await server.shutdown(grace: .seconds(1))
            try outcome.get()
        }
    }

    @Test func overlappingScrapes() async throws {
        try await scraped { polled, scrape, gate, statistics in
            let scrapes = (0..<5).map { _ in Task { await scrape() } }
            while statistics.inFlight < 5 { await Task.yield() }
            gate.open()
            for task in scrapes { #expect(await task.value == 200) }
            #expect(polled.value(#"glance_polls_total{cloud="c"}"#) == "1")
            #expect(polled.cloud.targets.count == 2)
            #expect(polled.cloud.logins == 1)
            #expect(polled.images() == 1)
        }
    }

    @Test func aScraperThatHangsUp() async throws {
        try await scraped { polled, scrape, gate, statistics in
            let task = Task { await scrape() }
            while polled.cloud.targets.isEmpty { await Task.yield() }
            task.cancel()
            #expect(await task.value == nil)
            // The enumeration ends with the scrape: its connection is closed, its task is gone.
            await polled.cloud.closed(1)
            while statistics.inFlight > 0 { await Task.yield() }
            #expect(polled.failures == ["cancelled": 1])
            gate.open()
            #expect(await scrape() == 200)
            #expect(polled.isUp)
        }
    }

    @Test func aScraperThatHangsUpBesideAnother() async throws {
        try await scraped { polled, scrape, gate, statistics in
            let patient = Task { await scrape() }
            let hasty = Task { await scrape() }
            while statistics.inFlight < 2 || polled.cloud.targets.isEmpty { await Task.yield() }
            hasty.cancel()
            #expect(await hasty.value == nil)
            gate.open()
            #expect(await patient.value == 200)
            #expect(polled.isUp)
            #expect(polled.failures == [:])
            #expect(polled.cloud.targets.count == 2)
        }
    }
}
