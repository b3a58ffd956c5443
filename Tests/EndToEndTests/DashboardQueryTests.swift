import Foundation
import Testing

extension EndToEnd {
    /// Every query of the dashboards, asked of a real Prometheus that scrapes the demo.
    @Suite struct DashboardQueryTests {
        private struct Dashboard: Decodable {
            struct Panel: Decodable {
                let title: String
                let targets: [Target]?
            }

            struct Target: Decodable {
                let refId: String
                let expr: String
            }

            let panels: [Panel]
        }

        /// What the demo cannot have, by panel and target, with the reason; nothing else is empty.
        private static let empty: [String: String] = {
            let reasons: [(String, [String])] = [
                ("the demo has no configuration: no stuck_images", ["Stuck images A"]),
                ("no required_properties", ["Without a required property A"]),
                ("no by_owner", ["Images by owner A", "Data by owner A"]),
                ("the demo's user sees other projects' private images", ["Images shared with the project A"]),
                (
                    "the demo has no quota",
                    ["Used share of quotas A", "Used share of quotas B", "Quotas in use A", "Quotas in use B"]
                ),
                ("the demo's polls do not fail", ["Failed polls by reason A", "Failures of optional parts A"]),
                ("the demo's password does not end", ["Password A"]),
                ("the demo has no TLS", ["Certificates A", "Certificates B"]),
            ]
            return reasons.reduce(into: [:]) { found, entry in
                for target in entry.1 { found[target] = entry.0 }
            }
        }()

        /// Expressions by panel and target, with the variables at All and windows that a short life fills.
        private static func queries() throws -> [String: String] {
            var queries: [String: String] = [:]
            for file in ["catalogue", "exporter"] {
                let data = try Data(contentsOf: Readme.root.appendingPathComponent("dashboards/\(file).json"))
                for panel in try JSONDecoder().decode(Dashboard.self, from: data).panels {
                    for target in panel.targets ?? [] {
                        let name = "\(panel.title) \(target.refId)"
                        let other = file == "exporter" && queries[name] != nil ? "\(name) (exporter)" : name
                        queries[other] = substituted(target.expr)
                    }
                }
            }
            return queries
        }

        private static func substituted(_ expression: String) -> String {
            let values = [
                "$job": ".+", "$instance": ".+", "$cloud": ".+", "$__rate_interval": "1m", "$__range": "5m",
            ]
            return values.reduce(expression) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }

        @Test func everyQueryOfADashboardHasAnAnswer() async throws {
            let queries = try Self.queries()
            #expect(queries.count > 70)
            #expect(queries.values.allSatisfy { !$0.contains("$") })
            try await RunningExporter.run(["demo", "--poll.interval", "1s"]) { exporter in
                _ = try await exporter.scrapeWhenUp()
                try await RunningPrometheus.runAsDocumented(scraping: exporter.address) { prometheus in
                    var missing = Set(queries.keys)
                    do {
                        _ = try await eventually("data for every query") {
                            for name in missing.subtracting(Self.empty.keys) {
                                let isEmpty = try await prometheus.values(queries[name] ?? "").isEmpty
                                if !isEmpty { missing.remove(name) }
                            }
                            return missing.isSubset(of: Self.empty.keys) ? true : nil
                        }
                    } catch let error as NeverHappened {
                        Issue.record("\(error)")
                    }
                    for name in Self.empty.keys {
                        let query = try #require(queries[name], "\(name)")
                        if try await !prometheus.values(query).isEmpty { missing.remove(name) }
                    }
                    #expect(missing == Set(Self.empty.keys))
                }
            }
        }
    }
}
