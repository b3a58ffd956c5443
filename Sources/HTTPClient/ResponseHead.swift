/// The header fields of an answer, line by line as they come; bounded in bytes over everything that precedes or follows
/// the body (interim answers and trailers too).
struct ResponseHead {
    /// Bytes allowed.
    let most: Int
    private(set) var fields: [Header] = []
    /// The empty line behind the fields came: libcurl takes a connection's end before it for the answer's.
    private(set) var isWhole = false
    private var bytes = 0

    init(most: Int) { self.most = most }

    /// False once the head is larger than it may be.
    mutating func lineArrived(_ line: [UInt8]) -> Bool {
        bytes += line.count
        guard bytes <= most else { return false }
        if line.starts(with: "HTTP/".utf8) {
            fields = []
            isWhole = false
        } else if line.first == 0x0D || line.first == 0x0A {
            isWhole = true
        } else if let first = line.first, first == 0x20 || first == 0x09 {
            unfold(line[...])
        } else if let colon = line.firstIndex(of: 0x3A) {
            fields.append(Header(Self.text(line[..<colon]), Self.text(line[(colon + 1)...])))
        }
        return true
    }

    /// A line that goes on with the field before.
    private mutating func unfold(_ line: ArraySlice<UInt8>) {
        guard let last = fields.indices.last else { return }
        fields[last].value += " " + Self.text(line)
    }

    /// Without blanks and line ends at both sides.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
