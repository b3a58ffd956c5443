/// Appends JSON to one buffer; text is escaped, and invalid UTF-8 cannot occur in a String.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// With room for `capacity` bytes.
    init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    mutating func object(_ name: String? = nil, _ fill: (inout JSONWriter) -> Void) {
        nest(name, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), fill)
    }

    mutating func array(_ name: String? = nil, _ fill: (inout JSONWriter) -> Void) {
        nest(name, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), fill)
    }

    mutating func field(_ name: String? = nil, _ value: String?) {
        begin(name)
        if let value { quote(value) } else { bytes.append(contentsOf: "null".utf8) }
    }

    mutating func field(_ name: String? = nil, _ value: Int?) {
        begin(name)
        if let value { bytes.append(contentsOf: String(value).utf8) } else { bytes.append(contentsOf: "null".utf8) }
    }

    mutating func field(_ name: String? = nil, _ value: Bool) {
        begin(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A text that needs no escapes, in parts.
    mutating func field(_ name: String, plain parts: [UInt8]..., after prefix: String = "", before suffix: String = "")
    {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: prefix.utf8)
        for part in parts { bytes.append(contentsOf: part) }
        bytes.append(contentsOf: suffix.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A time in Unix seconds.
    mutating func field(_ name: String, time seconds: Int) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        CivilTime.append(seconds, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func nest(_ name: String?, open: UInt8, close: UInt8, _ fill: (inout JSONWriter) -> Void) {
        begin(name)
        bytes.append(open)
        needsComma = false
        fill(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func begin(_ name: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let name else { return }
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Most texts are copied as they are.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return bytes.append(contentsOf: text.utf8)
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u".utf8)
                Hexadecimal.append(UInt64(byte), digits: 4, to: &bytes)
            default: bytes.append(byte)
            }
        }
    }
}
