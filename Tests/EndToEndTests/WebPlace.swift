import Foundation
import TestSupport

/// A folder with a web configuration, the stand's certificates under README's names, and passwords.
struct WebPlace: Sendable {
    /// Of "a scraper's password".
    static let hash = "$2b$04$GxXj/HoyefyQDYeEmGhEseKJYUmXXnyLotqQ62LCfRnHxN71u.qfS"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let names = [
            "server.pem": "server.pem", "server.key": "server.key", "ca.pem": "ca.pem", "other.pem": "other.pem",
            "client.key": "client.key", "prometheus.pem": "client.pem", "prometheus.key": "client.key",
        ]
        let tls = URL(fileURLWithPath: try Stand().home).appendingPathComponent("tls")
        for (name, source) in names {
            try FileManager.default.copyItem(at: tls.appendingPathComponent(source), to: file(name))
        }
        try Data("a scraper's password\n".utf8).write(to: file("prometheus.password"))
        try Data("a wrong password\n".utf8).write(to: file("wrong.password"))
    }

    func remove() { folder.remove() }

    var config: String { file("web.yml").path }

    /// The web configuration, whose example of a hash becomes that of the password here.
    func write(_ text: String) throws {
        let example = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi"
        try Data(text.replacing(example, with: Self.hash).utf8).write(to: file("web.yml"))
    }

    /// A scraper's configuration with its files in this folder.
    func absolute(_ text: String) -> String {
        text.replacing(/(\w+)_file: (\w+)/) { "\($0.1)_file: \(folder.url.path)/\($0.2)" }
    }

    private func file(_ name: String) -> URL { folder.url.appendingPathComponent(name) }
}
