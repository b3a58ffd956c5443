import Files
import YAML

/// A cloud in the keys of clouds.yaml, written in another file, which holds no secrets but the paths of their files.
package struct InlineCloud: Sendable {
    /// Keys of the cloud itself, those among them that are refused as secrets too.
    package static let keys: Set<String> =
        allKeys(CloudKeys.auth.union(CloudKeys.plain)).union(["auth", "profile", "regions"])

    /// Keys whose value would be a secret; `_file` behind one takes the path of a file instead.
    static let secrets: Set<String> = [
        "password", "token", "auth_token", "application_credential_secret", "sk", "secret_key", "security_token",
    ]

    /// Keys whose value is the path of a file.
    private static let paths: Set<String> = ["cacert", "cert", "key"]

    let name: String
    let node: YAMLNode
    let path: String

    /// - Parameters:
    ///   - name: the cloud's, without a region.
    ///   - node: a mapping with keys of `keys` alone.
    ///   - path: the mapping's key from the file's root, for errors.
    package init(name: String, node: YAMLNode, path: String) {
        self.name = name
        self.node = node
        self.path = path
    }

    private static func allKeys(_ keys: Set<String>) -> Set<String> {
        keys.union(secrets.map { $0 + "_file" })
    }

    /// The cloud as clouds.yaml would have it, its secrets read.
    func entry(
        _ search: CloudsSearch, profiles: () throws(CloudsError) -> CloudProfiles
    ) throws(CloudsError) -> CloudEntry {
        let resolved = try Self.resolved(node, path, search, allowed: Self.keys)
        return try CloudEntry(name: name, node: resolved, path: path, profiles: profiles)
    }

    /// The mapping with each `*_file` key replaced by the secret, and paths made whole.
    private static func resolved(
        _ node: YAMLNode, _ path: String, _ search: CloudsSearch, allowed: Set<String>
    ) throws(CloudsError) -> YAMLNode {
        guard let entries = node.entries else { return node }
        var result: [(key: YAMLNode, value: YAMLNode)] = []
        for entry in entries {
            guard case .scalar(let key, _) = entry.key.value else { continue }
            let setting = CloudSetting(key: "\(path).\(YAMLError.shown(key: key))", node: entry.value)
            guard allowed.contains(key) else { throw unknown(entry.key, in: path, allowed) }
            guard !secrets.contains(key) else { throw refused(key, setting) }
            switch key {
            case "auth":
                let value = try resolved(entry.value, setting.key, search, allowed: allKeys(CloudKeys.auth))
                result.append((entry.key, value))
            case "regions": result.append((entry.key, try regions(setting, search)))
            default: result.append(try self.entry(key, entry.key, setting, search))
            }
        }
        return YAMLNode(.mapping(result), file: node.file, line: node.line, column: node.column)
    }

    private static func entry(
        _ key: String, _ keyNode: YAMLNode, _ setting: CloudSetting, _ search: CloudsSearch
    ) throws(CloudsError) -> (key: YAMLNode, value: YAMLNode) {
        let secret = key.hasSuffix("_file") ? String(key.dropLast("_file".count)) : nil
        guard secret != nil || paths.contains(key), let given = try setting.line() else {
            return (keyNode, setting.node)
        }
        let path = FilePath.path(search.expanded(given), namedBy: setting.node.file)
        guard let secret else { return (keyNode, text(path, at: setting.node)) }
        return (text(secret, at: keyNode), text(try SecretFile.read(path, for: setting), at: setting.node))
    }

    /// The values of a region may hold all that the cloud may.
    private static func regions(_ setting: CloudSetting, _ search: CloudsSearch) throws(CloudsError) -> YAMLNode {
        guard let items = setting.node.items else { return setting.node }
        var result: [YAMLNode] = []
        for item in items {
            guard let entries = item.entries else {
                result.append(item)
                continue
            }
            let name = item["name"]?.text.map { "." + YAMLError.shown(key: $0) } ?? ""
            var mapping: [(key: YAMLNode, value: YAMLNode)] = []
            for entry in entries {
                let isValues = entry.key.text == "values"
                let value =
                    isValues
                    ? try resolved(entry.value, "\(setting.key)\(name).values", search, allowed: keys) : entry.value
                mapping.append((entry.key, value))
            }
            result.append(YAMLNode(.mapping(mapping), file: item.file, line: item.line, column: item.column))
        }
        let list = setting.node
        return YAMLNode(.sequence(result), file: list.file, line: list.line, column: list.column)
    }

    private static func text(_ text: String, at place: YAMLNode) -> YAMLNode {
        YAMLNode(.scalar(text, isPlain: false), file: place.file, line: place.line, column: place.column)
    }

    private static func refused(_ key: String, _ setting: CloudSetting) -> CloudsError {
        setting.error("a secret in this file is refused; expected \(key)_file, the path of a file that holds it")
    }

    private static func unknown(_ key: YAMLNode, in path: String, _ allowed: Set<String>) -> CloudsError {
        let names = allowed.subtracting(secrets).sorted().joined(separator: ", ")
        return CloudsError(
            file: key.file, line: key.line, key: "\(path).\(YAMLError.shown(key: key.text ?? ""))",
            message: "is not known; allowed are \(names)")
    }
}

extension CloudsSource {
    /// The clouds of one entry that is written in another file, as `clouds(named:region:)` gives them.
    package func clouds(_ inline: InlineCloud, region: String? = nil) throws(CloudsError) -> [Cloud] {
        let entry = try inline.entry(search, profiles: profiles)
        return try CloudResolution(entry: entry, search: search).clouds(region: region)
    }

    /// A path with a leading `~/` replaced by the home directory.
    package func expanded(_ path: String) -> String { search.expanded(path) }
}
