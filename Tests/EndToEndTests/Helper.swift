import Foundation
import TestSupport

/// A server of `Tests/real` that prints its URL and keeps a log of what it was asked.
struct Helper: Sendable {
    let url: String
    let logFile: URL

    /// Runs it while `body` runs.
    static func run<Outcome>(
        _ script: String, _ flags: [String] = [], _ body: (Helper) async throws -> Outcome
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = { folder.url.appendingPathComponent($0) }
        try Data().write(to: file("log"))
        let child = try Child(
            "/usr/bin/python3", ["\(Stand.tools)/\(script)", file("log").path] + flags,
            input: URL(fileURLWithPath: "/dev/null"), output: file("output"), complaints: file("complaints"))
        let outcome: Result<Outcome, any Error>
        do {
            let url = try await eventually("the address of \(script)") {
                let text = try String(contentsOf: file("output"), encoding: .utf8)
                return text.hasSuffix("\n") ? text.trimmingCharacters(in: .newlines) : nil
            }
            outcome = .success(try await body(Helper(url: url, logFile: file("log"))))
        } catch {
            outcome = .failure(error)
        }
        child.process.terminate()
        _ = await child.exit()
        return try outcome.get()
    }

    /// Lines of the log, in their order.
    var lines: [String] {
        get throws { try String(contentsOf: logFile, encoding: .utf8).split(separator: "\n").map(String.init) }
    }
}
