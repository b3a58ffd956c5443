import YAML

/// clouds.yaml with secure.yaml laid over it.
struct CloudsFile: Sendable {
    let path: String
    /// Entries in the order of the file.
    let entries: [(name: String, node: YAMLNode)]
    /// Where `clouds` stands, for errors about the entries as a whole.
    let line: Int?

    init(path: String, root: YAMLNode?, secure: YAMLNode?) throws(CloudsError) {
        for node in [root, secure].compactMap(\.self) where node.entries == nil {
            throw CloudsError(
                file: node.file, line: node.line, message: "expected a mapping with the key clouds, found \(node.kind)")
        }
        self.path = path
        let merged = root.map { root in secure.map { Self.merge($0, over: root) } ?? root } ?? secure
        let clouds = merged?["clouds"].flatMap { $0.isNull ? nil : $0 }
        line = clouds?.line
        guard let clouds else {
            entries = []
            return
        }
        guard let found = clouds.entries else {
            throw CloudsError(
                file: clouds.file, line: clouds.line, key: "clouds",
                message: "expected a mapping of names to clouds, found \(clouds.kind)")
        }
        entries = found.compactMap { entry in entry.key.text.map { ($0, entry.value) } }
    }

    /// Names for a message.
    var names: String { entries.isEmpty ? "none" : CloudsError.list(entries.map(\.name)) }

    func error(_ message: String) -> CloudsError {
        CloudsError(file: path, line: line, key: "clouds", message: message)
    }

    /// Merges mappings key by key, the upper's values winning; each node keeps its own place.
    static func merge(_ upper: YAMLNode, over lower: YAMLNode) -> YAMLNode {
        guard let below = lower.entries else { return upper }
        guard let above = upper.entries else { return upper.isNull ? lower : upper }
        var result = below
        var places: [String: Int] = [:]
        for (index, entry) in below.enumerated() { places[entry.key.text ?? ""] = index }
        for entry in above {
            if let index = places[entry.key.text ?? ""] {
                result[index].value = merge(entry.value, over: result[index].value)
            } else {
                result.append(entry)
            }
        }
        return YAMLNode(.mapping(result), file: lower.file, line: lower.line, column: lower.column)
    }
}
