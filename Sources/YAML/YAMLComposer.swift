/// Builds the nodes of one document from its events, within `YAMLLimits`.
struct YAMLComposer {
    /// A node with its size, which an alias to it costs again.
    struct Composed {
        var node: YAMLNode
        /// Nodes in it, itself included.
        var count: Int
        /// Lists and mappings within each other in it; 0 for a scalar.
        var height: Int
    }

    private let parser: YAMLParser
    private let file: String
    private var anchors: [String: Composed] = [:]
    private var nodes = 0

    init(_ text: [UInt8], file: String) throws(YAMLError) {
        parser = try YAMLParser(text, file: file)
        self.file = file
    }

    /// The only document's node; nil for a text without one, or for null.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try parser.next()
        guard case .documentStart = try parser.next().kind else { return nil }
        let root = try compose(try parser.next(), depth: 0).node
        _ = try parser.next()
        let end = try parser.next()
        guard case .streamEnd = end.kind else { throw error("a second document; expected one", at: end) }
        return root.isNull ? nil : root
    }

    /// The node that begins with `event`, `depth` lists and mappings deep.
    private mutating func compose(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Composed {
        try count(1, at: event)
        if let anchor = event.anchor { anchors[anchor] = nil }
        let composed: Composed
        switch event.kind {
        case .alias(let name): return try expand(name, at: event, depth: depth)
        case .scalar(let text, let isPlain):
            let staysPlain = try YAMLTag.isPlain(event, isPlain: isPlain, file: file)
            composed = Composed(node: node(.scalar(text, isPlain: staysPlain), at: event), count: 1, height: 0)
        case .sequenceStart: composed = try sequence(event, depth: depth)
        case .mappingStart: composed = try mapping(event, depth: depth)
        default: throw error("not valid YAML: expected a value", at: event)
        }
        if let anchor = event.anchor { anchors[anchor] = composed }
        return composed
    }

    private mutating func expand(_ name: String, at event: YAMLEvent, depth: Int) throws(YAMLError) -> Composed {
        guard let composed = anchors[name] else {
            throw error(
                "an alias (*) to an anchor (&) that does not stand before it; a text that begins with * needs quotes",
                at: event)
        }
        try count(composed.count - 1, at: event)
        guard depth + composed.height <= YAMLLimits.depth else { throw tooDeep(event) }
        return composed
    }

    private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> Composed {
        guard depth < YAMLLimits.depth else { throw tooDeep(start) }
        try YAMLTag.check(start, of: YAMLTag.sequence, file: file)
        var items: [YAMLNode] = []
        var (count, height) = (1, 0)
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { break }
            let item = try compose(event, depth: depth + 1)
            items.append(item.node)
            count += item.count
            height = max(height, item.height)
        }
        return Composed(node: node(.sequence(items), at: start), count: count, height: height + 1)
    }

    private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> Composed {
        guard depth < YAMLLimits.depth else { throw tooDeep(start) }
        try YAMLTag.check(start, of: YAMLTag.mapping, file: file)
        var entries = YAMLEntries()
        var (count, height) = (1, 0)
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { break }
            let key = try compose(event, depth: depth + 1)
            let value = try compose(try parser.next(), depth: depth + 1)
            try entries.add(key.node, value.node)
            count += key.count + value.count
            height = max(height, key.height, value.height)
        }
        return Composed(node: node(.mapping(try entries.merged()), at: start), count: count, height: height + 1)
    }

    private mutating func count(_ more: Int, at event: YAMLEvent) throws(YAMLError) {
        nodes += more
        guard nodes <= YAMLLimits.nodes else {
            throw error("more than \(YAMLLimits.nodes) values, aliases counted as what they stand for", at: event)
        }
    }

    private func node(_ value: YAMLNode.Value, at event: YAMLEvent) -> YAMLNode {
        YAMLNode(value, file: file, line: event.line, column: event.column)
    }

    private func tooDeep(_ event: YAMLEvent) -> YAMLError {
        error("more than \(YAMLLimits.depth) lists and mappings within each other", at: event)
    }

    private func error(_ message: String, at event: YAMLEvent) -> YAMLError {
        YAMLError(file: file, line: event.line, column: event.column, message: message)
    }
}
