import Foundation
import TestSupport

/// `Tests/real/proxy.py` between the exporter and Glance, or before the exporter; it asks for no format of its own.
struct Proxy: Sendable {
    enum Mode: Sendable {
        case pass
        /// A page is held until its token has expired, as the Keystone at `authURL` sees it.
        case expire(authURL: String)
        /// The second listing ends in the middle, cleanly.
        case cut
    }

    let url: String
    private let modeFile: URL
    private let logFile: URL

    /// Runs it while `body` runs.
    static func run<Outcome>(
        _ mode: Mode, before target: String? = nil, _ body: (Proxy) async throws -> Outcome
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = { folder.url.appendingPathComponent($0) }
        let output = file("output")
        try Data().write(to: file("log"))
        try write(mode, to: file("mode"))
        let child = try Child(
            "/usr/bin/python3",
            [Stand.tools + "/proxy.py", try target ?? Stand().facts.glanceURL, file("mode").path, file("log").path],
            input: URL(fileURLWithPath: "/dev/null"), output: output, complaints: file("complaints"))
        let outcome: Result<Outcome, any Error>
        do {
            let url = try await eventually("the proxy's address") {
                let text = try String(contentsOf: output, encoding: .utf8)
                return text.hasSuffix("\n") ? text.trimmingCharacters(in: .newlines) : nil
            }
            outcome = .success(try await body(Proxy(url: url, modeFile: file("mode"), logFile: file("log"))))
        } catch {
            outcome = .failure(error)
        }
        child.process.terminate()
        _ = await child.exit()
        return try outcome.get()
    }

    func set(_ mode: Mode) throws { try Self.write(mode, to: modeFile) }

    /// Statuses and targets of the requests that came through, in their order.
    var requests: [(status: String, target: String)] { get throws { try lines.map { ($0[0], $0[1]) } } }

    /// The most requests that were on their way at the same time.
    var mostAtOnce: Int { get throws { try lines.compactMap { Int($0[2]) }.max() ?? 0 } }

    private var lines: [[String]] {
        get throws {
            try String(contentsOf: logFile, encoding: .utf8).split(separator: "\n")
                .map { $0.split(separator: " ").map(String.init) }
        }
    }

    private static func write(_ mode: Mode, to file: URL) throws {
        let text =
            switch mode {
            case .pass: "pass"
            case .expire(let authURL): "expire \(authURL)"
            case .cut: "cut"
            }
        try Data(text.utf8).write(to: file, options: .atomic)
    }
}
