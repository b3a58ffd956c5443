import YAML

/// A mapping of the configuration file whose keys are known, with errors that name file, line and the way to the key.
struct FileMapping {
    /// The key's path from the file's root; empty for the root.
    let path: String
    private let node: YAMLNode?

    /// Null stands for an empty mapping; any key but `keys` is refused.
    init(_ node: YAMLNode?, path: String, keys: [String]) throws(SettingsError) {
        self.path = path
        guard let node, !node.isNull else {
            self.node = nil
            return
        }
        guard let entries = node.entries else {
            throw SettingsError(at: node, path, "expected a mapping, found \(node.kind)")
        }
        for entry in entries {
            guard let key = entry.key.text, keys.contains(key) else {
                let shown = YAMLError.shown(key: entry.key.text ?? "")
                throw SettingsError(
                    at: entry.key, Self.join(path, shown), "unknown key; allowed are \(keys.joined(separator: ", "))")
            }
        }
        self.node = node
    }

    /// The value of a key; nil where it is absent or null.
    subscript(_ key: String) -> YAMLNode? { node?[key].flatMap { $0.isNull ? nil : $0 } }

    /// The whole path of a key.
    func name(_ key: String) -> String { Self.join(path, key) }

    func error(_ key: String, _ problem: String) -> SettingsError {
        guard let place = self[key] ?? node else { return SettingsError("\(name(key)): \(problem)") }
        return SettingsError(at: place, name(key), problem)
    }

    func text(_ key: String) throws(SettingsError) -> String? {
        guard let value = self[key] else { return nil }
        guard let text = value.text, !text.isEmpty else {
            throw error(key, "expected text, found \(value.text == nil ? value.kind : "nothing")")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw error(key, "holds a line break or another control character")
        }
        return text
    }

    func bool(_ key: String) throws(SettingsError) -> Bool? {
        do throws(YAMLError) {
            return try self[key]?.asBool(named: key)
        } catch {
            throw self.error(key, "expected true or false")
        }
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
        guard let value = self[key] else { return nil }
        guard let number = value.text.flatMap({ Int($0) }), range.contains(number) else {
            throw error(key, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func duration(_ key: String) throws(SettingsError) -> PollValues.Given? {
        guard let value = self[key] else { return nil }
        guard let duration = value.text.flatMap(PrometheusDuration.parse) else {
            throw error(key, "expected a duration like 1m30s, 500ms or 2h")
        }
        return PollValues.Given(duration: duration, place: "\(value.file):\(value.line): \(name(key))")
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws(SettingsError) -> Choice?
    where Choice.RawValue == String {
        guard let given = try text(key) else { return nil }
        guard let choice = Choice(rawValue: given) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(key, "\"\(YAMLError.shown(key: given))\" is not known; allowed are \(allowed)")
        }
        return choice
    }

    private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
