import FoundationEssentials
import HTTPClient

/// Looks at the files that a cloud's requests will need, which nothing else reads before.
struct FileCheck {
    /// Bytes; more is no certificate file.
    static let most = 8 << 20

    /// One line for each file that cannot be used.
    static func problems(of settings: TransportSettings) -> [String] {
        let files = [
            ("cacert", settings.caFile, "CERTIFICATE-----"),
            ("cert", settings.certificateFile, "CERTIFICATE-----"),
            ("key", settings.keyFile ?? settings.certificateFile, "PRIVATE KEY-----"),
        ]
        return files.compactMap { key, path, mark in
            guard let path else { return nil }
            return problem(of: path, mark).map { "\(key): \(path): \($0)" }
        }
    }

    private static func problem(of path: String, _ mark: String) -> String? {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return "there is no such file"
        }
        guard !isFolder else { return "it is a folder; expected a PEM file" }
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size <= most else {
            return "it is larger than \(most >> 20) MiB; expected a PEM file"
        }
        guard let content = FileManager.default.contents(atPath: path) else { return "it cannot be read" }
        let text = String(decoding: content, as: UTF8.self)
        return text.contains(mark) ? nil : "it holds no \(mark.dropLast(5)) in PEM form"
    }
}
