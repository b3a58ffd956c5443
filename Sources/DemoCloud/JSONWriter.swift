/// Appends JSON to one buffer.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ name: String? = nil, _ fill: (inout JSONWriter) -> Void) {
        nest(name, "{", "}", fill)
    }

    mutating func array(_ name: String? = nil, _ fill: (inout JSONWriter) -> Void) {
        nest(name, "[", "]", fill)
    }

    mutating func field(_ name: String? = nil, _ value: String?) {
        begin(name)
        if let value { quote(value) } else { bytes += "null".utf8 }
    }

    mutating func field(_ name: String? = nil, _ value: Int) {
        begin(name)
        bytes += "\(value)".utf8
    }

    mutating func field(_ name: String? = nil, _ value: Bool) {
        begin(name)
        bytes += (value ? "true" : "false").utf8
    }

    private mutating func nest(_ name: String?, _ open: String, _ close: String, _ fill: (inout JSONWriter) -> Void) {
        begin(name)
        bytes += open.utf8
        needsComma = false
        fill(&self)
        bytes += close.utf8
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
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
