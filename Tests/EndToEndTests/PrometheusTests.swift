import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What Prometheus and its linter make of the exposition.
    @Suite struct PrometheusTests {
        @Test func aRealPrometheusHoldsTheDatabasesNumbers() async throws {
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                let time = try await exporter.scrapeWhenUp().value("glance_last_successful_poll_timestamp_seconds")
                let expected = try await exporter.stand.expectation(for: "bob", at: time)
                // Prometheus asks for OpenMetrics; a proxy that asks for nothing gets text.
                try await expect(expected, in: exporter.address)
                try await Proxy.run(.pass, before: "http://\(exporter.address)") { proxy in
                    try await expect(expected, in: proxy.url.replacingOccurrences(of: "http://", with: ""))
                    #expect(try proxy.requests.contains { $0 == ("200", "/metrics") })
                }
            }
        }

        private func expect(_ expected: [String: Scrape.Samples], in target: String) async throws {
            try await RunningPrometheus.run(scraping: target) { prometheus in
                _ = try await eventually("a scrape by Prometheus") {
                    try await prometheus.values("glance_up == 1").isEmpty ? nil : true
                }
                for (family, samples) in expected {
                    let wanted = samples.compactMapValues { Double($0) }.filter { $0.value != 0 }
                    let found = try await prometheus.values(family).filter { $0.value != 0 }
                    #expect(found == wanted, "\(family)")
                }
                #expect(try await prometheus.values("count(glance_images == 0)").count == 1)
            }
        }

        /// Prints every sample as a line: name, labels in order, value.
        private static let reader = """
            import sys
            if sys.argv[1] == "openmetrics":
                from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
            else:
                from prometheus_client.parser import text_string_to_metric_families as parse
            for family in parse(sys.stdin.buffer.read().decode()):
                for sample in family.samples:
                    print(sample.name, sorted(sample.labels.items()), float(sample.value))
            """

        @Test func pythonsStrictParsersReadTheSameFromBothFormats() async throws {
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                let text = try await exporter.scrapeWhenUp().text
                let page = try await exporter.get("/metrics", accept: "application/openmetrics-text;version=1.0.0")
                #expect(page.hasSuffix("\n# EOF\n"))
                #expect(page.contains("# TYPE glance_polls counter\n"))
                let samples = try await read(page, as: "openmetrics")
                #expect(samples.count > 200)
                #expect(try await read(text, as: "text") == samples)
            }
        }

        private func read(_ page: String, as format: String) async throws -> [String] {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("page")
            try Data(page.utf8).write(to: file)
            let result = try await Command.run("/usr/bin/python3", ["-c", Self.reader, format], input: file)
            #expect(result.status == 0, Comment(rawValue: result.complaints))
            return result.output.split(separator: "\n").map(String.init).filter { line in
                // These move from scrape to scrape.
                !line.hasPrefix("process_") && !line.hasPrefix("glance_exporter_http_")
            }
        }

        @Test(arguments: ["bob", "demo"])
        func theLinterHasNothingToSay(cloud: String) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let page = folder.url.appendingPathComponent("page")
            let flags = ["--poll.interval", "1h"]
            let save = { (exporter: RunningExporter) async throws in
                try Data(try await exporter.scrapeWhenUp().text.utf8).write(to: page)
            }
            if cloud == "demo" {
                try await RunningExporter.run(["demo"] + flags, save)
            } else {
                try await RunningExporter.run(cloud: cloud, flags, save)
            }
            let result = try await Command.run("/usr/bin/promtool", ["check", "metrics"], input: page)
            #expect(result.status == 0)
            #expect(result.output + result.complaints == "")
        }
    }
}
