@testable import YAML

/// YAML: what is read is within its bounds, and written down as JSON, which is YAML too, it is read as the same.
enum YAMLTexts {
    static func run(_ input: [UInt8]) {
        let root: YAMLNode?
        do throws(YAMLError) {
            root = try YAMLNode.parse(input, file: "f")
        } catch {
            demand(error.line >= 1 && error.column >= 1, "an error has its place: \(error)")
            demand(error.message.utf8.allSatisfy { $0 >= 0x20 }, "an error is one line: \(error)")
            return
        }
        guard let root else { return }
        var written = Written()
        written.write(root, depth: 1)
        demand(written.nodes <= YAMLLimits.nodes, "\(written.nodes) nodes")
        guard written.isReadable else { return }
        var again = Written()
        do throws(YAMLError) {
            if let node = try YAMLNode.parse(Array(written.text.utf8), file: "f") { again.write(node, depth: 1) }
        } catch {
            demand(false, "\(written.text) is read: \(error)")
        }
        demand(again.text == written.text, "\(written.text) is read as the same")
    }
}

/// A text in JSON's form, every scalar in quotes.
private struct Written {
    private(set) var text = ""
    private(set) var nodes = 0
    private(set) var isReadable = true

    mutating func write(_ node: YAMLNode, depth: Int) {
        nodes += 1
        demand(depth <= YAMLLimits.depth + 1, "depth \(depth)")
        demand(node.line >= 1 && node.column >= 1, "a node has its place")
        switch node.value {
        case .scalar(let scalar, _): write(scalar)
        case .sequence(let items):
            text += "["
            for (index, item) in items.enumerated() {
                text += index == 0 ? "" : ", "
                write(item, depth: depth + 1)
            }
            text += "]"
        case .mapping(let entries): write(entries, depth)
        }
        if text.utf8.count > YAMLLimits.bytes { isReadable = false }
    }

    private mutating func write(_ entries: [(key: YAMLNode, value: YAMLNode)], _ depth: Int) {
        var keys: Set<String> = []
        text += "{"
        for (index, entry) in entries.enumerated() {
            text += index == 0 ? "" : ", "
            guard case .scalar(let key, _) = entry.key.value else { return demand(false, "a key is a scalar") }
            demand(keys.insert(key).inserted, "the key \(key) stands once")
            // YAML bounds a key without `?` at 1024 characters.
            if key.unicodeScalars.count > 90 { isReadable = false }
            write(entry.key, depth: depth + 1)
            text += ": "
            write(entry.value, depth: depth + 1)
        }
        text += "}"
    }

    private mutating func write(_ scalar: String) {
        text += "\""
        for character in scalar.unicodeScalars {
            if character.isASCII, character.value >= 0x20, character.value != 0x7F, character != "\"", character != "\\"
            {
                text.unicodeScalars.append(character)
            } else {
                let digits = String(character.value, radix: 16)
                text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        text += "\""
    }
}
