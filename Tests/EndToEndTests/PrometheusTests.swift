import Foundation
import Testing

extension EndToEnd {
    /// What Prometheus and its linter make of the exposition.
    @Suite struct PrometheusTests {
        @Test func aRealPrometheusHoldsTheDatabasesNumbers() async throws {
            let expected = try await Stand().expectation(for: "bob")
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                _ = try await exporter.scrapeWhenUp()
                try await withPrometheus(scraping: exporter.address) { prometheus in
                    _ = try await eventually("a scrape by Prometheus") {
                        try await Self.query("glance_up == 1", of: prometheus).isEmpty ? nil : true
                    }
                    for (family, samples) in expected {
                        let found = try await Self.query(family, of: prometheus)
                        let wanted = samples.compactMapValues { Double($0) }
                        #expect(found.filter { $0.value != 0 } == wanted.filter { $0.value != 0 }, "\(family)")
                    }
                    let zeros = try await Self.query("count(glance_images == 0)", of: prometheus)
                    #expect(zeros.count == 1)
                }
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

        private func withPrometheus(
            scraping target: String, _ body: (_ address: String) async throws -> Void
        ) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let script = Stand.tools + "/prometheus"
            _ = try await Command.output(script, ["up", folder.url.path, target])
            let outcome: Result<Void, any Error>
            do {
                let address = try String(contentsOf: folder.url.appendingPathComponent("address"), encoding: .utf8)
                outcome = .success(try await body(address.trimmingCharacters(in: .newlines)))
            } catch {
                outcome = .failure(error)
            }
            _ = try await Command.output(script, ["down", folder.url.path])
            try outcome.get()
        }

        private struct Answer: Decodable {
            struct Body: Decodable { let result: [Series] }

            struct Series: Decodable {
                let metric: [String: String]
                let value: Value
            }

            struct Value: Decodable {
                let number: Double

                init(from decoder: any Decoder) throws {
                    var pair = try decoder.unkeyedContainer()
                    _ = try pair.decode(Double.self)
                    number = Double(try pair.decode(String.self)) ?? .nan
                }
            }

            let data: Body
        }

        /// Values by labels, without those of the family's name, the target and the cloud.
        private static func query(_ query: String, of prometheus: String) async throws -> [[String: String]: Double] {
            let allowed = CharacterSet.alphanumerics
            let escaped = query.addingPercentEncoding(withAllowedCharacters: allowed) ?? query
            let text = try await Command.get("http://\(prometheus)/api/v1/query?query=\(escaped)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
            return answer.data.result.reduce(into: [:]) { found, series in
                let labels = series.metric.filter { !["__name__", "instance", "job", "cloud"].contains($0.key) }
                found[labels] = series.value.number
            }
        }
    }
}
