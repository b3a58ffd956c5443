import Identity
import YAML

/// A value of the configuration file and where it stands.
struct FileValue {
    let node: YAMLNode
    let place: SettingPlace

    /// A text without control characters, and not empty.
    func text() throws(CloudsError) -> String {
        guard let text = node.text else { throw place.error("expected text, found \(node.kind)") }
        guard !text.isEmpty else { throw place.error("expected text, found nothing") }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw place.error("holds a line break or another control character")
        }
        return text
    }

    func duration() throws(CloudsError) -> Duration {
        let text = try text()
        guard let duration = PrometheusDuration.parse(text) else {
            throw place.error("\(shown(text)) is not a duration; expected one like 1m30s, 500ms or 2h")
        }
        return duration
    }

    func integer(in range: ClosedRange<Int>) throws(CloudsError) -> Int {
        let text = try text()
        guard let number = Int(text), range.contains(number) else {
            throw place.error(
                "\(shown(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A decimal number in a range, or 0.
    func numberOrZero(in range: ClosedRange<Double>) throws(CloudsError) -> Double {
        let text = try text()
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard isPlain, let number = Double(text), number == 0 || range.contains(number) else {
            throw place.error("\(shown(text)) is not 0, or a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func bool() throws(CloudsError) -> Bool {
        let text = try text()
        guard let bool = try? node.asBool(named: "") else {
            throw place.error("\(shown(text)) is neither true nor false")
        }
        return bool
    }

    func choice<Choice: RawRepresentable & CaseIterable>(of: Choice.Type) throws(CloudsError) -> Choice
    where Choice.RawValue == String {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            throw place.error("\(shown(text)) is not one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    func section() throws(CloudsError) -> FileSection { try FileSection(node, path: place.key) }

    /// The value in quotes, cut; for values that are no secrets.
    func shown(_ text: String) -> String { "\"\(YAMLError.shown(key: text))\"" }
}

/// A mapping of the configuration file that is read key by key; a key that was never read is not known.
struct FileSection {
    let node: YAMLNode
    /// The mapping's key from the root; empty for the root itself.
    let path: String
    private var keys: [String] = []

    init(_ node: YAMLNode, path: String) throws(CloudsError) {
        self.node = node
        self.path = path
        guard node.entries != nil else { throw place.error("expected a mapping, found \(node.kind)") }
    }

    var place: SettingPlace { SettingPlace(node, key: path) }

    /// The value of a key; nil where the key is absent or null.
    mutating func value(_ key: String) -> FileValue? {
        keys.append(key)
        guard let node = node[key], !node.isNull else { return nil }
        return FileValue(node: node, place: SettingPlace(node, key: under(key)))
    }

    /// The entries whose keys are among `wanted`, as a mapping of their own; nil where there is none.
    mutating func entries(of wanted: Set<String>) -> YAMLNode? {
        let found = (node.entries ?? []).filter { Self.key(of: $0.key).map(wanted.contains) ?? false }
        keys += found.compactMap { Self.key(of: $0.key) }
        guard !found.isEmpty else { return nil }
        return YAMLNode(.mapping(found), file: node.file, line: node.line, column: node.column)
    }

    /// Throws at the first key that was not read; `others` names more that are allowed.
    func finish(others: String? = nil) throws(CloudsError) {
        let read = Set(keys)
        for entry in node.entries ?? [] {
            guard let key = Self.key(of: entry.key), !read.contains(key) else { continue }
            let allowed = (keys + [others].compactMap(\.self)).joined(separator: ", ")
            throw SettingPlace(entry.key, key: under(YAMLError.shown(key: key)))
                .error("is not known; allowed are \(allowed)")
        }
    }

    private func under(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private static func key(of node: YAMLNode) -> String? {
        if case .scalar(let key, _) = node.value { key } else { nil }
    }
}
