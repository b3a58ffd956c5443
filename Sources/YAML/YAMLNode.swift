/// A value of a YAML text and where it stands.
package struct YAMLNode: Sendable {
    /// The three kinds of nodes (YAML 1.2, 3.2.1.1).
    package enum Value: Sendable {
        /// The text as it was written; `isPlain` where it bore no quotes and no tag that makes it text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// Keys are scalars, each once; merged keys (`<<`) follow the mapping's own.
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    package let value: Value
    /// The name that the text was parsed under.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int

    package init(_ value: Value, file: String, line: Int, column: Int) {
        self.value = value
        self.file = file
        self.line = line
        self.column = column
    }

    /// Parses a text of one document, nil where it is empty or null; aliases and merge keys are resolved.
    ///
    /// - Throws: `YAMLError` where the text is not YAML, repeats a key, holds several documents or exceeds `YAMLLimits`.
    package static func parse(_ text: [UInt8], file: String) throws(YAMLError) -> YAMLNode? {
        var composer = try YAMLComposer(text, file: file)
        return try composer.document()
    }
}
