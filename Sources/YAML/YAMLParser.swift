import CLibyaml

/// libyaml's parser over one text: hands out its events. The only file that touches libyaml's memory.
@safe final class YAMLParser {
    private let file: String
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// The text, where libyaml reads it until `deinit`.
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Throws: `YAMLError` where the text is longer than `YAMLLimits.bytes` or memory is short.
    init(_ text: [UInt8], file: String) throws(YAMLError) {
        guard text.count <= YAMLLimits.bytes else {
            throw YAMLError(file: file, line: 1, column: 1, message: "longer than \(YAMLLimits.bytes) bytes")
        }
        self.file = file
        unsafe input = .allocate(capacity: text.count)
        _ = unsafe input.initialize(from: text)
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw YAMLError(file: file, line: 1, column: 1, message: "no memory to parse it")
        }
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; after `streamEnd` there is none to ask for.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe event.start_mark
        var result = YAMLEvent(kind: .streamStart, line: mark.line + 1, column: mark.column + 1)
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT: result.kind = .streamEnd
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_ALIAS_EVENT: result.kind = .alias(unsafe Self.string(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: unsafe Self.fill(&result, event.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            unsafe result.anchor = Self.string(event.data.sequence_start.anchor)
            unsafe result.tag = Self.string(event.data.sequence_start.tag)
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            unsafe result.anchor = Self.string(event.data.mapping_start.anchor)
            unsafe result.tag = Self.string(event.data.mapping_start.tag)
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        default: break
        }
        return result
    }

    private static func fill(
        _ event: inout YAMLEvent, _ scalar: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar
    ) {
        let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
        event.kind = .scalar(unsafe String(decoding: bytes, as: UTF8.self), isPlain: isPlain)
        unsafe event.anchor = string(scalar.anchor)
        unsafe event.tag = string(scalar.tag)
    }

    private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    /// libyaml's own words, which are fixed texts and quote nothing.
    private func failure() -> YAMLError {
        let state = unsafe parser.pointee
        let words = unsafe state.problem.map { unsafe String(cString: $0) } ?? "no memory to parse it"
        let message = "not valid YAML: \(words)"
        if unsafe state.error == YAML_READER_ERROR {
            let (line, column) = place(of: unsafe state.problem_offset)
            return YAMLError(file: file, line: line, column: column, message: message)
        }
        let mark = unsafe state.problem_mark
        return YAMLError(file: file, line: mark.line + 1, column: mark.column + 1, message: message)
    }

    /// A reader's error bears only an offset in bytes.
    private func place(of offset: Int) -> (line: Int, column: Int) {
        let before = unsafe input.prefix(offset)
        let line = unsafe before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let start = unsafe before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (line, unsafe before.count - start + 1)
    }
}
