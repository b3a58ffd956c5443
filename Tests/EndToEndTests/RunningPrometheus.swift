import Foundation
import TestSupport

/// Debian's Prometheus, started by a test; see `Tests/real/prometheus`.
struct RunningPrometheus: Sendable {
    /// Host and port.
    let address: String

    /// Runs it while `body` runs; `target` is host and port.
    static func run(scraping target: String, _ body: (RunningPrometheus) async throws -> Void) async throws {
        try await run(["up", target], body)
    }

    /// Runs it once a second while `body` runs, with this configuration.
    static func run(
        scrapeConfigs: String, flags: [String] = [], _ body: (RunningPrometheus) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.url.appendingPathComponent("prometheus.yml")
        try Data(often(scrapeConfigs).utf8).write(to: file)
        _ = try await Command.output("/usr/bin/promtool", ["check", "config", file.path])
        try await run(["with", file.path] + flags, body)
    }

    /// A configuration that does everything once a second.
    private static func often(_ configuration: String) -> String {
        let limits = "scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s"
        guard configuration.contains("\nglobal: {") else { return "global: {\(limits)}\n\(configuration)" }
        return configuration.replacingOccurrences(of: "\nglobal: {", with: "\nglobal: {\(limits), ")
    }

    /// Runs it as README says, with the rules of `dashboards/rules`, once a second and with alerts that wait for 5 s.
    static func runAsDocumented(
        scraping target: String, alertmanager: String = "127.0.0.1:9",
        _ body: (RunningPrometheus) async throws -> Void
    ) async throws {
        let places = ["exporter:19292": target, "alertmanager:9093": alertmanager]
        try await runAsDocumented("# prometheus.yml\n", places, body)
    }

    /// The same with another block of README, the one that begins so.
    static func runAsDocumented(
        _ start: String, _ places: [String: String], _ body: (RunningPrometheus) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let rules = folder.url.appendingPathComponent("rules")
        try FileManager.default.copyItem(at: Readme.root.appendingPathComponent("dashboards/rules"), to: rules)
        let installed = "/etc/prometheus/glance-exporter"
        let shorten = try Readme.block(starting: "sed -i 's/^\\( *for:", [installed: rules.path])
        _ = try await Command.output("/bin/sh", ["-c", shorten])
        let settings = try Readme.block(starting: start, places.merging([installed: rules.path]) { $1 })
        try await run(scrapeConfigs: settings, body)
    }

    private static func run(
        _ arguments: [String], _ body: (RunningPrometheus) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let script = Stand.tools + "/prometheus"
        _ = try await Command.output(script, [arguments[0], folder.url.path] + arguments.dropFirst())
        let outcome: Result<Void, any Error>
        do {
            let address = try String(contentsOf: folder.url.appendingPathComponent("address"), encoding: .utf8)
            outcome = .success(try await body(RunningPrometheus(address: address.trimmingCharacters(in: .newlines))))
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

    /// The values of a query by labels, without those of the family's name, the target and the cloud.
    func values(_ query: String) async throws -> [[String: String]: Double] {
        try await series(query).reduce(into: [:]) { found, series in
            found[series.key.filter { !["__name__", "instance", "job", "cloud"].contains($0.key) }] = series.value
        }
    }

    /// The values of a query by all labels.
    func series(_ query: String) async throws -> [[String: String]: Double] {
        let allowed = CharacterSet.alphanumerics
        let escaped = query.addingPercentEncoding(withAllowedCharacters: allowed) ?? query
        let text = try await Command.get("http://\(address)/api/v1/query?query=\(escaped)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        return Dictionary(answer.data.result.map { ($0.metric, $0.value.number) }) { $1 }
    }
}
