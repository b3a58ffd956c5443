import Foundation

/// `Tests/real/forward.py` between the exporter and all of its hosts.
struct ForwardProxy: Sendable {
    let url: String
    private let logFile: URL

    /// Runs it while `body` runs.
    static func run<Outcome>(_ body: (ForwardProxy) async throws -> Outcome) async throws -> Outcome {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = { folder.url.appendingPathComponent($0) }
        try Data().write(to: file("log"))
        let child = try Child(
            "/usr/bin/python3", [Stand.tools + "/forward.py", file("log").path],
            input: URL(fileURLWithPath: "/dev/null"), output: file("output"), complaints: file("complaints"))
        let outcome: Result<Outcome, any Error>
        do {
            let url = try await eventually("the proxy's address") {
                let text = try String(contentsOf: file("output"), encoding: .utf8)
                return text.hasSuffix("\n") ? text.trimmingCharacters(in: .newlines) : nil
            }
            outcome = .success(try await body(ForwardProxy(url: url, logFile: file("log"))))
        } catch {
            outcome = .failure(error)
        }
        child.process.terminate()
        _ = await child.exit()
        return try outcome.get()
    }

    /// What went through it, in its order.
    var lines: [String] {
        get throws { try String(contentsOf: logFile, encoding: .utf8).split(separator: "\n").map(String.init) }
    }

    /// The hosts that were reached by a tunnel.
    var tunnels: Set<String> {
        get throws { Set(try lines.filter { $0.hasPrefix("CONNECT ") }.map { String($0.dropFirst(8)) }) }
    }

    /// When the token and the password end by Keystone's last answer that brought a token; nil for `null`.
    var lastLogin: (token: String, password: String?)? {
        get throws {
            guard let line = try lines.last(where: { $0.hasPrefix("TOKEN ") }) else { return nil }
            let words = line.split(separator: " ").map(String.init)
            return words.count == 3 ? (words[1], words[2] == "null" ? nil : words[2]) : nil
        }
    }
}
