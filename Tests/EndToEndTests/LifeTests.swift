import TestSupport
import Testing

extension EndToEnd {
    /// Start, steadiness and end of the program. Each run of it also checks that SIGTERM ends it with status 0 in time.
    @Suite struct LifeTests {
        /// Families that follow the time, the polls or the scrapes, not the images.
        private static func dependsOnTime(_ name: String) -> Bool {
            let names = [
                "glance_images_in_transition", "glance_polls_total", "glance_poll_duration_seconds",
                "glance_poll_requests_total", "glance_token_expiry_timestamp_seconds",
                "glance_exporter_config_last_reload_success_timestamp_seconds",
            ]
            let beginnings = [
                "process_", "glance_exporter_http_", "glance_last_", "glance_poll_request_duration_seconds",
            ]
            return names.contains(name) || beginnings.contains { name.hasPrefix($0) }
        }

        @Test func scrapesOfTheSameImagesDifferOnlyInWhatFollowsTheTime() async throws {
            // A member's shares are not asked for at each poll.
            let flags = ["--poll.interval", "200ms"]
            let pages = try await RunningExporter.run(cloud: "admin", flags) { exporter in
                let first = try await exporter.scrapeWhenUp()
                let polls = try #require(first.value("glance_polls_total").flatMap { Int($0) })
                let second = try await exporter.scrape("two more polls") {
                    $0.value("glance_polls_total").flatMap { Int($0) } ?? 0 >= polls + 2
                }
                return [first, second]
            }
            let another = try await RunningExporter.run(cloud: "admin", flags) { try await $0.scrapeWhenUp() }
            let steady = (pages + [another]).map { scrape in scrape.lines { !Self.dependsOnTime($0) } }
            #expect(steady[0].count > 200)
            #expect(steady[1] == steady[0])
            #expect(steady[2] == steady[0])
        }

        /// The end of this run is that of a program whose poll hangs.
        @Test func itIsHealthyAtOnceAndReadyAfterTheFirstPoll() async throws {
            let stand = try Stand()
            try await stand.with(.freeze, of: [.glance]) {
                try await RunningExporter.run(cloud: "bob") { exporter in
                    let healthy = try await exporter.status("/-/healthy")
                    let ready = try await exporter.status("/-/ready")
                    let scrape = try await exporter.scrape()
                    #expect(healthy == "200")
                    #expect(ready == "503")
                    #expect(scrape.value("glance_up") == "0")
                }
            }
            try await RunningExporter.run(cloud: "bob") { exporter in
                _ = try await exporter.scrapeWhenUp()
                let ready = try await exporter.status("/-/ready")
                #expect(ready == "200")
                let landing = try await exporter.get("/")
                #expect(landing.contains("/metrics\""))
                for secret in try stand.secrets { #expect(!landing.contains(secret)) }
            }
        }

        @Test func theDemonstrationShowsAFullPage() async throws {
            try await RunningExporter.run(["demo", "--images", "300", "--poll.interval", "1s"]) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                let images = scrape.samples("glance_images").values.reduce(0) { $0 + (Int($1) ?? 0) }
                #expect(images > 100)
                #expect(scrape.nonzero("glance_images_by_support").count > 3)
                #expect(scrape.nonzero("glance_images_by_platform").count > 3)
            }
        }

        @Test func itSaysWhatItIs() async throws {
            let version = try await Command.run(RunningExporter.binary, ["--version"])
            #expect(version.status == 0)
            #expect(!version.output.isEmpty)
        }

        @Test(arguments: [
            ["--no-such-flag"], ["--poll.interval", "soon"], ["--log.level", "loud"],
            ["--web.listen-address", "nowhere"],
        ])
        func aUsageErrorExits64(flags: [String]) async throws {
            let result = try await Command.run(RunningExporter.binary, flags)
            #expect(result.status == 64)
            #expect(result.complaints.contains(flags[0]))
        }

        @Test func anUnknownCloudIsNamed() async throws {
            let clouds = try Stand().cloudsFile
            let result = try await Command.run(
                RunningExporter.binary, ["--os-client-config", clouds, "--os-cloud", "nowhere"])
            #expect(result.status == 1)
            #expect(result.complaints.contains("nowhere"))
        }
    }
}
