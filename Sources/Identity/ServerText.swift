/// Text that came from a server, made fit for a log.
enum ServerText {
    /// One line without control or invisible characters, of at most `most` Unicode scalars; `…` ends one that was cut.
    static func line(_ text: String, most: Int) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace || isInvisible($0) }
        let line = words.map { String($0) }.joined(separator: " ").unicodeScalars
        return line.count <= most ? String(line) : String(line.prefix(most - 1)) + "…"
    }

    /// Whether a text may be sent as the value of a header field: printable ASCII without a space, and not empty.
    static func isFieldValue(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
