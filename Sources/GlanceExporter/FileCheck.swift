import Files
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
        do throws(FileError) {
            guard let content = try RegularFile.read(path, atMost: most) else { return "there is no such file" }
            let text = String(decoding: content, as: UTF8.self)
            return text.contains(mark) ? nil : "it holds no \(mark.dropLast(5)) in PEM form"
        } catch {
            return error.message
        }
    }
}
