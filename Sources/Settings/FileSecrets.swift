import Identity
import YAML

/// Secrets of a cloud that stands in the configuration file: never in it, but in files that it names.
struct FileSecrets {
    /// Bytes of one secret's file.
    static let longestFile = 64 << 10

    /// Keys that hold a secret.
    private static let kinds = ["password", "token", "application_credential_secret"]
    /// The same under other names, and those of accounts that are not supported yet.
    private static let others = [
        "auth_token": "token", "sk": "sk", "secret_key": "sk", "security_token": "security_token",
    ]

    /// Keys that are refused, each naming the one to use.
    static let refusedKeys = kinds + others.keys.sorted()
    /// Keys that name a secret's file.
    static let fileKeys = kinds.map { "\($0)_file" }

    /// The folder that relative paths begin at.
    let folder: String
    /// Replaces a leading `~/`.
    let expanded: @Sendable (String) -> String

    /// The mapping with each `*_file` key replaced by what its file holds; `path` is the way to it.
    func resolved(_ node: YAMLNode, path: String) throws(SettingsError) -> YAMLNode {
        guard let entries = node.entries else { return node }
        var resolved: [(key: YAMLNode, value: YAMLNode)] = []
        for entry in entries {
            let key = entry.key.text ?? ""
            if let kind = Self.kinds.first(where: { $0 == key }) ?? Self.others[key] {
                throw SettingsError(
                    at: entry.key, "\(path).\(key)", "a secret in this file is refused; use \(kind)_file")
            }
            guard Self.fileKeys.contains(key) else {
                resolved.append(entry)
                continue
            }
            let name = String(key.dropLast("_file".count))
            guard node[name] == nil else {
                throw SettingsError(at: entry.key, "\(path).\(key)", "clashes with \(name)")
            }
            let secret = try secret(entry.value, key: "\(path).\(key)")
            resolved.append((scalar(name, at: entry.key), scalar(secret, at: entry.value)))
        }
        return YAMLNode(.mapping(resolved), file: node.file, line: node.line, column: node.column)
    }

    private func scalar(_ text: String, at place: YAMLNode) -> YAMLNode {
        YAMLNode(.scalar(text, isPlain: false), file: place.file, line: place.line, column: place.column)
    }

    private func secret(_ node: YAMLNode, key: String) throws(SettingsError) -> String {
        guard let given = node.text, !given.isEmpty else {
            throw SettingsError(at: node, key, "expected the path of a file, found \(node.kind)")
        }
        let expanded = expanded(given)
        let path = expanded.hasPrefix("/") ? expanded : "\(folder)/\(expanded)"
        func error(_ problem: String) -> SettingsError { SettingsError(at: node, key, "\(path): \(problem)") }
        let content: [UInt8]?
        do throws(BoundedFile.Problem) {
            content = try BoundedFile.read(path, most: Self.longestFile)
        } catch let problem {
            throw error(problem.description)
        }
        guard let content else { throw error("there is no such file") }
        guard var text = String(validating: content, as: UTF8.self) else { throw error("not UTF-8") }
        if text.hasSuffix("\n") { text.removeLast() }
        guard !text.isEmpty else { throw error("it is empty") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw error("holds a line break or another control character")
        }
        return text
    }
}
