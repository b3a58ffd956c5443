/// What a query asks for: families by `name[]`, which may be given more than once, and a cloud.
struct ExpositionQuery: Equatable {
    /// Names in one query.
    static let most = 100
    /// Bytes of one name, decoded.
    static let longest = 256

    private(set) var names: Set<String> = []
    private(set) var cloud: String?

    /// Nil where a value cannot be read, a bound is passed or two clouds are named; other parameters are passed over.
    init?(target: String) {
        let target = target.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else { return }
        var count = 0
        for item in target[target.index(after: mark)...].split(separator: UInt8(ascii: "&")) {
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), name == "name[]" || name == "cloud" else { continue }
            guard parts.count == 2, let value = Self.decoded(parts[1]), !value.isEmpty,
                value.utf8.count <= Self.longest
            else { return nil }
            if name == "cloud" {
                guard cloud == nil else { return nil }
                cloud = value
            } else {
                count += 1
                guard count <= Self.most else { return nil }
                names.insert(value)
            }
        }
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
