import YAML

/// One layer of a cloud's configuration: a profile, an entry, a region's values or the environment.
///
/// `auth` is flattened, other spellings are replaced by `CloudKeys.aliases`.
struct CloudLayer: Sendable {
    private(set) var settings: [String: CloudSetting] = [:]

    init() {}

    /// Reads a mapping of a file; `path` is its key from the root. Null stands for an empty one.
    init(_ node: YAMLNode, path: String) throws(CloudsError) {
        let entries = try Self.entries(of: node, path: path) ?? [:]
        let auth: [String: CloudSetting]
        if let setting = entries["auth"] {
            auth = try Self.entries(of: setting.node, path: setting.key) ?? [:]
        } else {
            auth = [:]
        }
        self.init(auth: auth, plain: entries)
    }

    /// `auth` wins over the same key beside it.
    init(auth: [String: CloudSetting], plain: [String: CloudSetting]) {
        for key in CloudKeys.auth {
            settings[key] = Self.first([auth[key], plain[key]])
        }
        for key in CloudKeys.plain.union(CloudKeys.fileOnly) { settings[key] = plain[key] }
        for (key, spellings) in CloudKeys.aliases {
            let chosen = Self.first(spellings.map { settings[$0] })
            for spelling in spellings { settings[spelling] = nil }
            settings[key] = chosen
        }
    }

    /// The setting of a key, where it has a value.
    subscript(_ key: String) -> CloudSetting? { settings[key].flatMap { $0.hasValue ? $0 : nil } }

    /// Whether the key stands here, be it with a value or null.
    func mentions(_ key: String) -> Bool { settings[key] != nil }

    /// This layer laid over a lower one; a null of this one unsets what the lower one says.
    func over(_ lower: CloudLayer) -> CloudLayer {
        var result = lower
        for group in CloudKeys.alternatives where group.contains(where: { self[$0] != nil }) {
            for key in group { result.settings[key] = nil }
        }
        result.settings.merge(settings) { _, upper in upper }
        return result
    }

    /// Without the settings that are null.
    func withoutNulls() -> CloudLayer {
        var result = self
        result.settings = settings.filter(\.value.hasValue)
        return result
    }

    private static func first(_ settings: [CloudSetting?]) -> CloudSetting? {
        settings.first { $0?.hasValue == true } ?? settings.first { $0 != nil } ?? nil
    }

    /// A mapping's settings by key, `-` read as `_`; nil for null.
    private static func entries(of node: YAMLNode, path: String) throws(CloudsError) -> [String: CloudSetting]? {
        if node.isNull { return nil }
        guard let entries = node.entries else {
            throw CloudSetting(key: path, node: node).error("expected a mapping, found \(node.kind)")
        }
        var result: [String: CloudSetting] = [:]
        for entry in entries {
            guard let key = entry.key.text else { continue }
            let name = String(key.map { $0 == "-" ? "_" : $0 })
            result[name] = CloudSetting(key: "\(path).\(YAMLError.shown(key: key))", node: entry.value)
        }
        return result
    }
}
