import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A cloud that is polled when it is scraped.
    @Suite struct ScrapedPollTests {
        private static let flags = ["--poll.interval", "0"]

        @Test func scrapesAtTheSameTimeShareOnePoll() async throws {
            try await RunningExporter.run(cloud: "bob", Self.flags) { exporter in
                #expect(try await exporter.status("/-/ready") == "200")
                let pages = try await withThrowingTaskGroup(of: Scrape.self) { group in
                    for _ in 0..<4 { group.addTask { try await exporter.scrape() } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(pages.allSatisfy { $0.value("glance_up") == "1" })
                let polls = pages.compactMap { $0.value("glance_polls_total").flatMap { Int($0) } }
                // Those that came too late for the first poll shared another.
                #expect(polls.max() ?? 0 <= 2)
                let time = pages[0].value("glance_last_successful_poll_timestamp_seconds")
                let expected = try await exporter.stand.expectation(for: "bob", at: time)
                #expect(pages[0].samples("glance_images") == expected["glance_images"])
            }
        }

        @Test func atItsDeadlineAScrapeIsAnsweredWithWhatIsKnown() async throws {
            try await RunningExporter.run(cloud: "bob", Self.flags) { exporter in
                let before = try await exporter.scrape()
                #expect(before.value("glance_up") == "1")
                let late = try await exporter.stand.with(.freeze, of: [.glance]) {
                    try await exporter.scrape(within: 2)
                }
                #expect(late.value("glance_up") == "0")
                #expect(late.failures == ["timeout": 1])
                #expect(late.catalogue == before.catalogue)
                #expect(try await exporter.scrape().value("glance_up") == "1")
            }
        }

        @Test func aScraperThatHangsUpLeavesNothingRunning() async throws {
            try await RunningExporter.run(cloud: "bob", Self.flags) { exporter in
                #expect(try await exporter.scrape().value("glance_up") == "1")
                try await exporter.stand.with(.freeze, of: [.glance]) {
                    let result = try await Command.run(
                        "/usr/bin/curl",
                        ["-sS", "--noproxy", "*", "--max-time", "1", "http://\(exporter.address)/metrics"])
                    // curl's own time-out
                    #expect(result.status == 28)
                }
                let after = try await exporter.scrape()
                #expect(after.value("glance_up") == "1")
                #expect(after.failures == ["cancelled": 1])
                #expect(after.value("glance_exporter_http_requests_in_flight") == "1")
            }
        }
    }
}
