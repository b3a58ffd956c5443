import YAML

/// One value of a cloud's configuration, and where it was written.
struct CloudSetting: Sendable {
    /// The key from the file's root, or the variable's name.
    let key: String
    let node: YAMLNode
    let isEnvironment: Bool

    init(key: String, node: YAMLNode) {
        self.key = key
        self.node = node
        isEnvironment = false
    }

    init(variable: String, text: String) {
        key = variable
        node = YAMLNode(.scalar(text, isPlain: false), file: "", line: 0, column: 0)
        isEnvironment = true
    }

    /// False for null and empty text, which stand for nothing.
    var hasValue: Bool {
        if case .scalar(let text, _) = node.value { return !text.isEmpty && !node.isNull }
        return true
    }

    func error(_ message: String) -> CloudsError {
        isEnvironment
            ? CloudsError(key: key, message: message)
            : CloudsError(file: node.file, line: node.line, key: key, message: message)
    }

    /// The text as it was written; nil where there is none.
    func text() throws(CloudsError) -> String? {
        guard hasValue else { return nil }
        guard let text = node.text else { throw error("expected text, found \(node.kind)") }
        return text
    }

    /// A text that goes into URLs, paths or header fields, and so holds no control characters.
    func line() throws(CloudsError) -> String? {
        guard let text = try text() else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw error("holds a line break or another control character")
        }
        return text
    }

    /// A YAML boolean, and for a variable also 1 and 0.
    func bool() throws(CloudsError) -> Bool? {
        guard hasValue else { return nil }
        let plain = isEnvironment ? variableWord : node
        do throws(YAMLError) {
            return try plain.asBool(named: key)
        } catch {
            throw self.error("expected true or false")
        }
    }

    private var variableWord: YAMLNode {
        let word = ["1": "true", "0": "false"][node.text ?? ""] ?? node.text ?? ""
        return YAMLNode(.scalar(word, isPlain: true), file: "", line: 0, column: 0)
    }
}
