import Foundation

/// Debian's Prometheus, started by a test; see `Tests/real/prometheus`.
struct RunningPrometheus: Sendable {
    private let address: String

    /// Runs it while `body` runs, with these `scrape_configs`.
    static func run(scrapeConfigs: String, _ body: (RunningPrometheus) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.url.appendingPathComponent("scrape.yml")
        try Data(scrapeConfigs.utf8).write(to: file)
        try await run(scraping: file.path, body)
    }

    /// Runs it while `body` runs; `target` is host and port, or a file of `scrape_configs`.
    static func run(scraping target: String, _ body: (RunningPrometheus) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let script = Stand.tools + "/prometheus"
        _ = try await Command.output(script, ["up", folder.url.path, target])
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
        let allowed = CharacterSet.alphanumerics
        let escaped = query.addingPercentEncoding(withAllowedCharacters: allowed) ?? query
        let text = try await Command.get("http://\(address)/api/v1/query?query=\(escaped)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        return answer.data.result.reduce(into: [:]) { found, series in
            let labels = series.metric.filter { !["__name__", "instance", "job", "cloud"].contains($0.key) }
            found[labels] = series.value.number
        }
    }
}
