/// One event of a YAML text and where it begins.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd
        case documentStart, documentEnd
        case alias(String)
        case scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
    }

    var kind: Kind
    /// The name behind `&`.
    var anchor: String?
    /// The tag in full, such as `tag:yaml.org,2002:str`.
    var tag: String?
    /// From 1.
    var line: Int
    /// From 1.
    var column: Int
}
