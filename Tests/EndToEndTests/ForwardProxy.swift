import Foundation

/// `Tests/real/forward.py` between the exporter and all of its hosts.
struct ForwardProxy: Sendable {
    let url: String
    private let logFile: URL

    /// Runs it while `body` runs.
    static func run<Outcome>(_ body: (ForwardProxy) async throws -> Outcome) async throws -> Outcome {
        try await Helper.run("forward.py") { try await body(ForwardProxy(url: $0.url, logFile: $0.logFile)) }
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
