import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The way of an alert, with README's own configuration of Prometheus and Alertmanager.
    @Suite struct AlertDeliveryTests {
        struct Delivery: Decodable {
            struct Alert: Decodable {
                let status: String
                let labels: [String: String]
                let annotations: [String: String]
            }

            let path: String
            let receiver: String
            let alerts: [Alert]
        }

        /// As README says, but without waiting.
        static func alertmanager(
            telling webhook: Helper, _ body: (Helper) async throws -> Void
        ) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("alertmanager.yml")
            let text = try Readme.block(
                starting: "# alertmanager.yml\n",
                ["http://pager.example": webhook.url, "group_wait: 30s": "group_wait: 1s"])
            try Data(text.utf8).write(to: file)
            try await Helper.run("alertmanager.py", [file.path], body)
        }

        static func deliveries(to webhook: Helper) throws -> [Delivery] {
            try webhook.lines.map { try JSONDecoder().decode(Delivery.self, from: Data($0.utf8)) }
        }

        /// Nothing listens on port 9 here.
        @Test func anAlertArrivesAtAWebhook() async throws {
            let away = try Stand().variables(of: "bob", authURL: "http://127.0.0.1:9/v3")
            try await Helper.run("webhook.py") { webhook in
                try await Self.alertmanager(telling: webhook) { manager in
                    let address = manager.url.replacingOccurrences(of: "http://", with: "")
                    try await RunningExporter.run(["--poll.interval", "1s"], environment: away) { exporter in
                        try await RunningPrometheus.runAsDocumented(
                            scraping: exporter.address, alertmanager: address
                        ) { _ in
                            try await expectDelivery(to: webhook, about: exporter.address)
                        }
                    }
                }
            }
        }

        /// What Grafana reads at its start; it is not here to read them.
        @Test(arguments: [
            ("# /etc/grafana/provisioning/datasources/", "datasources", "url"),
            ("# /etc/grafana/provisioning/dashboards/", "providers", "options"),
        ])
        func grafanasFilesAreYAML(start: String, list: String, key: String) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("grafana.yml")
            try Data(try Readme.block(starting: start).utf8).write(to: file)
            let reader =
                "import sys, yaml; d = yaml.safe_load(sys.stdin); print(d['apiVersion'], '\(key)' in d['\(list)'][0])"
            let result = try await Command.run("/usr/bin/python3", ["-c", reader], input: file)
            #expect(result.output == "1 True\n", Comment(rawValue: result.complaints))
        }

        private func expectDelivery(to webhook: Helper, about instance: String) async throws {
            let delivery = try await eventually("an alert at the webhook") {
                try Self.deliveries(to: webhook).first { delivery in
                    delivery.alerts.contains { $0.labels["alertname"] == "GlancePollFailing" }
                }
            }
            #expect(delivery.path == "/glance")
            #expect(delivery.receiver == "cloud-team")
            let alert = try #require(delivery.alerts.first)
            #expect(alert.status == "firing")
            #expect(
                alert.labels == [
                    "alertname": "GlancePollFailing", "severity": "warning", "job": "glance", "instance": instance,
                    "cloud": "envvars",
                ])
            #expect(alert.annotations["summary"] == "The image catalogue cannot be polled.")
            let description = alert.annotations["description"] ?? ""
            #expect(description.hasPrefix("No poll of cloud envvars by \(instance) was whole for 15 minutes"))
            #expect(description.contains(", most often for connect: "), "\(description)")
            #expect(alert.annotations["runbook_url"] == "dashboards/runbooks/GlancePollFailing.md")
        }
    }
}
