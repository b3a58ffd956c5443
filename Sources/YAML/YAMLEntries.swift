/// A mapping in the making: refuses a repeated key, and merges what `<<` names.
struct YAMLEntries {
    private var own: [(key: YAMLNode, value: YAMLNode)] = []
    private var lines: [String: Int] = [:]
    private var merges: YAMLNode?

    mutating func add(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLError) {
        guard case .scalar(let text, let isPlain) = key.value else {
            throw key.error("a key that is \(key.kind); expected text")
        }
        let isMerge = isPlain && text == "<<"
        if let line = lines.updateValue(key.line, forKey: isMerge ? "<<" : text) {
            throw key.error("the key \(YAMLError.shown(key: text)) stands twice, first on line \(line)")
        }
        if isMerge {
            merges = value
        } else {
            own.append((key, value))
        }
    }

    /// The mapping's own entries, then those merged; the own win, then the earlier in the list.
    func merged() throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)] {
        guard let merges else { return own }
        var result = own
        var seen = Set(lines.keys)
        for source in merges.items ?? [merges] {
            guard let entries = source.entries else {
                throw merges.error("the key << takes a mapping or a list of mappings, found \(source.kind)")
            }
            for entry in entries {
                guard case .scalar(let key, _) = entry.key.value, seen.insert(key).inserted else { continue }
                result.append(entry)
            }
        }
        return result
    }
}
