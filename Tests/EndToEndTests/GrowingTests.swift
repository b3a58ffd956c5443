import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// More than one process, as README's section on growing has it.
    @Suite struct GrowingTests {
        /// Which share of two each one falls into was computed elsewhere.
        private static let shards = [["admin", "bob", "carol"], ["alice"]]
        private static let configuration = """
            poll: {interval: 1s}
            clouds: [{cloud: admin, poll: {interval: 5m}}, {cloud: alice}, {cloud: bob}, {cloud: carol}]
            """

        private func shard(
            _ number: Int, at address: String, _ body: (RunningExporter) async throws -> Void
        ) async throws {
            try await RunningExporter.run(
                configuration: Self.configuration, ["--shard", "\(number)/2", "--web.listen-address", address], body)
        }

        private func clouds(_ query: String, in prometheus: RunningPrometheus) async throws -> [String: Double] {
            Dictionary(
                uniqueKeysWithValues: try await prometheus.series(query).map { ($0.key["cloud"] ?? "", $0.value) })
        }

        private func wait(for clouds: [String], in prometheus: RunningPrometheus) async throws {
            _ = try await eventually("whole polls of \(clouds)") {
                let up = try await self.clouds("sum by (cloud) (glance_up) > 0", in: prometheus)
                return up.keys.sorted() == clouds ? true : nil
            }
        }

        /// One shard is there all the time, the other ends and comes back.
        @Test func everyCloudIsInOneOfTwoShards() async throws {
            let all = Self.shards.flatMap { $0 }.sorted()
            let addresses = [try await Command.freePort(), try await Command.freePort()].map { "127.0.0.1:\($0)" }
            let configuration = try Readme.block(
                starting: "# prometheus.yml of the shards\n",
                ["exporter-1:19292": addresses[0], "exporter-2:19292": addresses[1]])
            try await RunningPrometheus.run(scrapeConfigs: configuration) { prometheus in
                try await shard(2, at: addresses[1]) { _ in
                    try await shard(1, at: addresses[0]) { _ in try await wait(for: all, in: prometheus) }
                    try await wait(for: Self.shards[1], in: prometheus)
                    try await shard(1, at: addresses[0]) { _ in
                        try await wait(for: all, in: prometheus)
                        try await expectEachSeriesOnce(of: all, in: prometheus)
                        for (address, clouds) in zip(addresses, Self.shards) {
                            let found = try await self.clouds("glance_up{instance=\"\(address)\"}", in: prometheus)
                            #expect(found.keys.sorted() == clouds)
                        }
                    }
                }
            }
        }

        /// At any moment since the start.
        private func expectEachSeriesOnce(of all: [String], in prometheus: RunningPrometheus) async throws {
            for family in ["glance_up", "glance_images", "glance_image_size_bytes", "glance_polls_total"] {
                let series = "count without (instance) (\(family))"
                let most = try await prometheus.series("max by (cloud) (max_over_time((\(series))[5m:1s]))")
                #expect(most == Dictionary(uniqueKeysWithValues: all.map { (["cloud": $0], 1) }), "\(family)")
            }
        }

        private func alerts(of manager: Helper) async throws -> Int {
            struct Alert: Decodable { let labels: [String: String] }
            let text = try await Command.get("\(manager.url)/api/v2/alerts")
            return try JSONDecoder().decode([Alert].self, from: Data(text.utf8))
                .filter { $0.labels["alertname"] == "GlancePollFailing" }.count
        }

        private func waitUntilTold(_ prometheus: RunningPrometheus) async throws {
            _ = try await eventually("the alert on its way to Alertmanager") {
                let firing = #"ALERTS{alertname="GlancePollFailing", alertstate="firing"}"#
                let own = try await Command.get("http://\(prometheus.address)/metrics")
                let sent = own.split(separator: "\n").first { $0.hasPrefix("prometheus_notifications_sent_total{") }
                let hasSent = sent.map { !$0.hasSuffix(" 0") } ?? false
                return try await prometheus.series(firing).isEmpty || !hasSent ? nil : true
            }
        }

        /// Two exporters of a cloud that is away; nothing listens on port 9.
        private func replicas(
            _ body: (_ exporters: [String], _ manager: Helper, _ webhook: Helper) async throws -> Void
        ) async throws {
            let away = try Stand().variables(of: "bob", authURL: "http://127.0.0.1:9/v3")
            let often = ["--poll.interval", "1s"]
            try await Helper.run("webhook.py") { webhook in
                try await AlertDeliveryTests.alertmanager(telling: webhook) { manager in
                    try await RunningExporter.run(often, environment: away) { one in
                        try await RunningExporter.run(often, environment: away) { other in
                            try await body([one.address, other.address], manager, webhook)
                        }
                    }
                }
            }
        }

        @Test func twoOfEverythingRaiseOneAlert() async throws {
            try await replicas { exporters, manager, webhook in
                let manage = manager.url.replacingOccurrences(of: "http://", with: "")
                let start = "# prometheus.yml of each of two\n"
                let first = ["exporter-a:19292": exporters[0], "alertmanager:9093": manage]
                let second = [
                    "exporter-a:19292": exporters[1], "alertmanager:9093": manage, "replica: a": "replica: b",
                ]
                try await RunningPrometheus.runAsDocumented(start, first) { one in
                    try await RunningPrometheus.runAsDocumented(start, second) { other in
                        try await waitUntilTold(one)
                        try await waitUntilTold(other)
                        // On a slow machine one says first that there is no exporter yet.
                        let message = try await eventually("a message") {
                            try AlertDeliveryTests.deliveries(to: webhook).first { message in
                                message.alerts.contains { $0.labels["alertname"] == "GlancePollFailing" }
                            }
                        }
                        #expect(message.alerts.map { $0.labels["instance"] } == ["glance"])
                        #expect(try await alerts(of: manager) == 1)
                    }
                }
            }
        }

        @Test func twoReplicasUnderOnePrometheusSendOneMessage() async throws {
            try await replicas { exporters, manager, webhook in
                let manage = manager.url.replacingOccurrences(of: "http://", with: "")
                let both = exporters.joined(separator: "\", \"")
                try await RunningPrometheus.runAsDocumented(scraping: both, alertmanager: manage) { prometheus in
                    try await waitUntilTold(prometheus)
                    #expect(try await prometheus.series("glance_up").count == 2)
                    #expect(try await prometheus.series("max without (instance) (glance_up)").count == 1)
                    let message = try await eventually("a message about both") {
                        try AlertDeliveryTests.deliveries(to: webhook).first { $0.alerts.count == 2 }
                    }
                    #expect(Set(message.alerts.map { $0.labels["instance"] ?? "" }) == Set(exporters))
                }
            }
        }

        /// What the database holds, in a Prometheus that has it from another one, `labels` beside.
        private func expectTheDatabasesImages(
            in prometheus: RunningPrometheus, from exporter: RunningExporter, _ labels: [String: String]
        ) async throws {
            let expected = try await exporter.stand.expectation(for: "bob")
            for family in ["glance_images", "glance_images_by_platform", "glance_image_size_bytes"] {
                let origin = ["__name__": family, "job": "glance", "instance": exporter.address, "cloud": "bob"]
                let wanted = Dictionary(
                    uniqueKeysWithValues: try #require(expected[family]).filter { $0.value != "0" }.map { series in
                        (series.key.merging(origin) { $1 }.merging(labels) { $1 }, Double(series.value) ?? -1)
                    })
                #expect(!wanted.isEmpty)
                let found = try await eventually("\(family)") {
                    let found = try await prometheus.series("\(family) != 0")
                    return found.count < wanted.count ? nil : found
                }
                #expect(found == wanted, "\(family)")
            }
        }

        @Test func aPrometheusAboveFetchesWhatASiteHolds() async throws {
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                _ = try await exporter.scrapeWhenUp()
                try await RunningPrometheus.run(scraping: exporter.address) { site in
                    let above = try Readme.block(
                        starting: "# prometheus.yml of the one above\n", ["prometheus-eu:9090": site.address])
                    try await RunningPrometheus.run(scrapeConfigs: above) { prometheus in
                        try await expectTheDatabasesImages(in: prometheus, from: exporter, [:])
                    }
                }
            }
        }

        @Test func aSiteSendsWhatItHolds() async throws {
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                _ = try await exporter.scrapeWhenUp()
                let receiver = ["--web.enable-remote-write-receiver"]
                try await RunningPrometheus.run(scrapeConfigs: "scrape_configs: []\n", flags: receiver) { above in
                    let site = try Readme.block(
                        starting: "# prometheus.yml of a site\n",
                        ["exporter:19292": exporter.address, "prometheus-above:9090": above.address])
                    try await RunningPrometheus.run(scrapeConfigs: site) { _ in
                        try await expectTheDatabasesImages(in: above, from: exporter, ["site": "eu"])
                        let up = try await eventually("the target's own series") {
                            let up = try await above.series("up")
                            return up.isEmpty ? nil : up
                        }
                        #expect(Array(up.values) == [1])
                        #expect(try await above.series("process_cpu_seconds_total").isEmpty)
                    }
                }
            }
        }
    }
}
