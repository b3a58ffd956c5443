/// What is wrong in a YAML text and where; quotes nothing of the text but a key's name.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name that the text was parsed under.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String { "\(file):\(line):\(column): \(message)" }

    /// Characters of a key's name that a message shows; the rest is cut.
    package static let shownKeyLength = 64

    /// A key's name as messages show it: on one line, cut at `shownKeyLength`.
    package static func shown(key: String) -> String {
        let visible = key.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
        guard visible.count > shownKeyLength else { return String(visible) }
        return String(visible.prefix(shownKeyLength)) + "…"
    }
}
