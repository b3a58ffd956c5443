/// The tags (`!`) that are understood: those of the plain types, as they stand.
enum YAMLTag {
    static let sequence = "tag:yaml.org,2002:seq"
    static let mapping = "tag:yaml.org,2002:map"
    private static let text = ["!", "tag:yaml.org,2002:str"]
    private static let plain = ["bool", "int", "float", "null", "timestamp"].map { "tag:yaml.org,2002:" + $0 }

    /// Whether a scalar is to be read as one without quotes; its tag, if any, decides.
    static func isPlain(_ event: YAMLEvent, isPlain: Bool, file: String) throws(YAMLError) -> Bool {
        guard let tag = event.tag else { return isPlain }
        if text.contains(tag) { return false }
        if plain.contains(tag) { return true }
        throw unknown(event, file: file)
    }

    /// Throws where a list or mapping bears another tag than its own.
    static func check(_ event: YAMLEvent, of tag: String, file: String) throws(YAMLError) {
        guard let given = event.tag, given != "!", given != tag else { return }
        throw unknown(event, file: file)
    }

    private static func unknown(_ event: YAMLEvent, file: String) -> YAMLError {
        YAMLError(
            file: file, line: event.line, column: event.column,
            message: "a tag (!) that is not supported; a text that begins with ! needs quotes")
    }
}
