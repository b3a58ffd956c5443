extension YAMLNode {
    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let truths: Set<String> = ["true", "yes", "on"]
    private static let untruths: Set<String> = ["false", "no", "off"]

    /// True for nothing, `~` and `null` without quotes.
    package var isNull: Bool {
        if case .scalar(let text, isPlain: true) = value { return Self.nulls.contains(text) }
        return false
    }

    /// A scalar's text as it was written, so that `007` stays; nil for null, a list or a mapping.
    package var text: String? {
        if case .scalar(let text, _) = value, !isNull { return text }
        return nil
    }

    /// A list's items; nil for anything else.
    package var items: [YAMLNode]? {
        if case .sequence(let items) = value { return items }
        return nil
    }

    /// A mapping's entries in the order of the text; nil for anything else.
    package var entries: [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let entries) = value { return entries }
        return nil
    }

    /// The value of a mapping's key; nil where there is none or this is no mapping.
    package subscript(_ key: String) -> YAMLNode? {
        entries?.first { $0.key.text == key }?.value
    }

    /// What this is, in words for a message.
    package var kind: String {
        switch value {
        case .scalar: isNull ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// An error at this place.
    package func error(_ message: String) -> YAMLError {
        YAMLError(file: file, line: line, column: column, message: message)
    }

    /// The text of this scalar, nil for null; throws for a list or a mapping. `name` is the key, for the message.
    package func asString(named name: String) throws(YAMLError) -> String? {
        guard case .scalar = value else { throw error("\(name): expected text, found \(kind)") }
        return text
    }

    /// YAML 1.1's yes, no, on, off, true, false without quotes, and true, false in quotes; nil for null.
    package func asBool(named name: String) throws(YAMLError) -> Bool? {
        if isNull { return nil }
        if case .scalar(let text, let isPlain) = value {
            let word = text.lowercased()
            if word == "true" || isPlain && Self.truths.contains(word) { return true }
            if word == "false" || isPlain && Self.untruths.contains(word) { return false }
        }
        throw error("\(name): expected true or false")
    }

    /// A whole number in decimal digits, within `Int`; nil for null.
    package func asInteger(named name: String) throws(YAMLError) -> Int? {
        if isNull { return nil }
        guard let text, let number = Int(text) else { throw error("\(name): expected a whole number") }
        return number
    }

    /// This list's items; nil for null.
    package func asList(named name: String) throws(YAMLError) -> [YAMLNode]? {
        if isNull { return nil }
        guard let items else { throw error("\(name): expected a list, found \(kind)") }
        return items
    }

    /// This node where it is a mapping; nil for null.
    package func asMapping(named name: String) throws(YAMLError) -> YAMLNode? {
        if isNull { return nil }
        guard entries != nil else { throw error("\(name): expected a mapping, found \(kind)") }
        return self
    }

    /// Throws at the first key of this mapping that is not among `allowed`.
    package func expectKeys(_ allowed: [String]) throws(YAMLError) {
        for entry in entries ?? [] {
            guard case .scalar(let key, _) = entry.key.value, !allowed.contains(key) else { continue }
            let names = allowed.joined(separator: ", ")
            throw entry.key.error("the key \(YAMLError.shown(key: key)) is not known; allowed are \(names)")
        }
    }
}

extension YAMLNode {
    /// `asString` of a key's value; nil also where the key is absent.
    package func string(_ key: String) throws(YAMLError) -> String? { try self[key]?.asString(named: key) }

    /// `asBool` of a key's value; nil also where the key is absent.
    package func bool(_ key: String) throws(YAMLError) -> Bool? { try self[key]?.asBool(named: key) }

    /// `asInteger` of a key's value; nil also where the key is absent.
    package func integer(_ key: String) throws(YAMLError) -> Int? { try self[key]?.asInteger(named: key) }

    /// `asList` of a key's value; nil also where the key is absent.
    package func list(_ key: String) throws(YAMLError) -> [YAMLNode]? { try self[key]?.asList(named: key) }

    /// `asMapping` of a key's value; nil also where the key is absent.
    package func mapping(_ key: String) throws(YAMLError) -> YAMLNode? { try self[key]?.asMapping(named: key) }
}
