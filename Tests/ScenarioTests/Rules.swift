import Foundation

/// The rules of `dashboards/rules`, and what Prometheus's own tool makes of a recording by them.
enum Rules {
    /// When an alert fired for the first and for the last time, in minutes since the start of the simulation.
    struct Firing: Sendable, Equatable {
        var first: Int
        var last: Int
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("dashboards/rules")

    static func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yml" }.sorted { $0.path < $1.path }
    }

    /// The families that the rules read.
    static func families() throws -> Set<String> {
        let words = try files().map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
            .split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        return Set(words.filter { $0.hasPrefix("glance_") && !$0.contains(":") }.map(String.init))
    }

    /// The names of all alerts.
    static func names() throws -> Set<String> { Set(try values(after: "      - alert: ")) }

    /// What stands behind a key, in the order of the files and of their lines.
    private static func values(after key: String) throws -> [String] {
        try files().flatMap { try String(contentsOf: $0, encoding: .utf8).split(separator: "\n") }
            .filter { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    }

    /// The alerts that fire in a recording, which ends at a minute, scraped and evaluated every `interval` minutes.
    static func alerts(in recording: Recording, until end: Int, every interval: Int) async throws -> [String: Firing] {
        // The alerts stand before what they read: at worst they see it an evaluation late, as in Prometheus.
        let test = """
            rule_files: [\(try files().map { "'\($0.path)'" }.joined(separator: ", "))]
            evaluation_interval: \(interval)m
            group_eval_order: [\(try values(after: "  - name: ").joined(separator: ", "))]
            tests:
              - interval: \(interval)m
                input_series:
            \(recording.inputSeries(until: end, every: interval))    promql_expr_test:
            \(question("min", end, interval))\(question("max", end, interval))
            """
        let answers = try await promtool(test).split(separator: "\n").filter { $0.contains(" got: ") }
        guard answers.count == 2 else {
            guard answers.isEmpty else { throw Failed(description: answers.joined(separator: "\n")) }
            return [:]
        }
        let (first, last) = (values(answers[0]), values(answers[1]))
        return first.reduce(into: [:]) { firing, one in
            firing[one.key] = Firing(first: one.value, last: last[one.key] ?? one.value)
        }
    }

    /// As it expects no answer, promtool tells what it got.
    private static func question(_ extreme: String, _ end: Int, _ interval: Int) -> String {
        let times = #"timestamp(ALERTS{alertstate="firing"})[\#(end)m:\#(interval)m]"#
        return """
                  - expr: '\(extreme) by (alertname) (\(extreme)_over_time(\(times)))'
                    eval_time: \(end)m

            """
    }

    /// Minutes by alert, of a line such as `got: {alertname="A"} 4.56E+03, {alertname="B"} 6E+01`.
    private static func values(_ line: Substring) -> [String: Int] {
        line.split(separator: "alertname=\"").dropFirst().reduce(into: [:]) { values, part in
            let words = part.split { "\"} ,".contains($0) }
            guard words.count >= 2, let seconds = Double(words[1]) else { return }
            values[String(words[0])] = Int(seconds) / 60
        }
    }

    /// What promtool says of a file of rule tests.
    private static func promtool(_ test: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("test.yml"), folder.appendingPathComponent("out"))
        try Data(test.utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
        process.arguments = ["test", "rules", input.path]
        process.standardInput = FileHandle.nullDevice
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        let answer = try String(contentsOf: output, encoding: .utf8)
        // A test that fails otherwise than by the questions never ran.
        guard answer.contains("SUCCESS") || answer.contains(" got: ") else { throw Failed(description: answer) }
        return answer
    }
}
