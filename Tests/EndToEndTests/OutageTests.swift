import Testing

extension EndToEnd {
    /// Servers that go away and come back under the running program.
    @Suite struct OutageTests {
        struct Outage: Sendable, CustomTestStringConvertible {
            let fault: Stand.Fault
            let service: Stand.Service
            let cloud: String
            let reason: String
            /// Reasons that a request in flight may meet at the moment of the fault.
            var passing: Set<String> = []
            /// Killing waits for the poll's retries, freezing for its end.
            var timeout: String { fault == .kill ? "30s" : "3s" }
            var testDescription: String { "\(fault) \(service)" }
        }

        // With tokens that live for seconds, each poll needs Keystone.
        private static let outages = [
            Outage(
                fault: .kill, service: .glance, cloud: "bob", reason: "connect", passing: ["interrupted", "malformed"]),
            Outage(fault: .freeze, service: .glance, cloud: "bob", reason: "timeout"),
            Outage(
                fault: .kill, service: .brief, cloud: "bob-brief", reason: "connect",
                passing: ["interrupted", "malformed"]),
            Outage(fault: .freeze, service: .brief, cloud: "bob-brief", reason: "timeout"),
        ]

        @Test(arguments: outages)
        func theLastWholeResultStaysAndTheNextPollRecovers(outage: Outage) async throws {
            let stand = try Stand()
            let flags = ["--poll.interval", "1s", "--poll.timeout", outage.timeout]
            try await RunningExporter.run(cloud: outage.cloud, flags) { exporter in
                let before = try await exporter.scrapeWhenUp()
                #expect(!before.catalogue.isEmpty)
                let during = try await stand.with(outage.fault, of: [outage.service]) {
                    try await exporter.scrape("a poll that failed by \(outage.reason)") {
                        $0.failures[outage.reason] != nil
                    }
                }
                #expect(during.value("glance_up") == "0")
                #expect(during.catalogue == before.catalogue)
                #expect(Set(during.failures.keys).subtracting(outage.passing) == [outage.reason])
                #expect(during.value("glance_last_successful_poll_timestamp_seconds") != nil)
                let after = try await exporter.scrapeWhenUp()
                #expect(after.catalogue == before.catalogue)
            }
        }

        /// Glance answers 401 for a good token when it cannot ask Keystone about it.
        @Test func aRefusedTokenIsBlamedOnTheKeystoneThatIsAway() async throws {
            let stand = try Stand()
            let flags = ["--poll.interval", "1s", "--poll.timeout", "60s"]
            try await RunningExporter.run(cloud: "bob", flags) { exporter in
                let before = try await exporter.scrapeWhenUp()
                let during = try await stand.with(.kill, of: [.keystone]) {
                    // A Glance that has just started knows no token.
                    try await stand.with(.kill, of: [.glance]) {}
                    return try await exporter.scrape("a login that did not connect") {
                        $0.samples("glance_poll_requests_total")[["operation": "token", "code": "none"]] != nil
                            && $0.value("glance_up") == "0"
                    }
                }
                #expect(during.failures["unauthorized"] == nil)
                #expect(during.failures["connect"] != nil)
                #expect(during.catalogue == before.catalogue)
                let after = try await exporter.scrapeWhenUp()
                #expect(after.catalogue == before.catalogue)
            }
        }

        @Test func aCloudThatIsAwayAtTheStartIsWaitedFor() async throws {
            let stand = try Stand()
            let flags = ["--poll.interval", "1s", "--poll.timeout", "3s"]
            try await stand.with(.freeze, of: [.brief]) {
                try await RunningExporter.run(cloud: "bob-brief", flags) { exporter in
                    let away = try await exporter.scrape("a failed poll") { !$0.failures.isEmpty }
                    #expect(away.value("glance_up") == "0" && away.catalogue == [])
                    try await stand.act("thaw", .brief)
                    let back = try await exporter.scrapeWhenUp()
                    #expect(Set(back.failures.keys) == ["timeout"])
                }
            }
        }

        @Test func aWrongPasswordIsNotTriedAgainAtEachPoll() async throws {
            try await RunningExporter.run(cloud: "bob-wrong", ["--poll.interval", "200ms"]) { exporter in
                let scrape = try await exporter.scrape("five failed polls") { $0.failures["unauthorized"] ?? 0 >= 5 }
                #expect(Set(scrape.failures.keys) == ["unauthorized"])
                let tried = scrape.samples("glance_poll_requests_total").filter { $0.key["operation"] == "token" }
                #expect(tried == [["operation": "token", "code": "401"]: "1"])
            }
        }

        @Test func aCertificateThatNobodyVouchesForIsRefused() async throws {
            try await RunningExporter.run(cloud: "bob-untrusted", ["--poll.interval", "1s"]) { exporter in
                let scrape = try await exporter.scrape("a failed poll") { !$0.failures.isEmpty }
                #expect(Set(scrape.failures.keys) == ["tls"])
                #expect(scrape.catalogue == [])
            }
        }
    }
}
