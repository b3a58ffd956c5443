/// How an answer's body is encoded.
package enum ContentEncoding: String, Sendable, CaseIterable {
    case identity, gzip

    /// What a request's `Accept-Encoding` asks for (RFC 9110, 12.5.3): gzip where its weight is above 0 and not below
    /// that of `identity`; nil stands for a request without the field.
    package static func negotiated(_ acceptEncoding: String?) -> Self {
        guard let acceptEncoding else { return .identity }
        var weights: [String: Int] = [:]
        for item in acceptEncoding.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ";")).map(trimmedLowercase)
            guard let name = parts.first, !name.isEmpty else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths(of: $0.dropFirst(2)) }
            // Of a coding named twice, the stronger refusal holds.
            weights[name] = min(weights[name] ?? 1000, weight ?? 1000)
        }
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= (weights["identity"] ?? 0) ? .gzip : .identity
    }

    private static func trimmedLowercase(_ text: Substring.UTF8View) -> String {
        String(
            decoding: text.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }.map(lowercase), as: UTF8.self)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    /// A `qvalue`, 0 to 1 with up to three digits behind the point; anything else refuses.
    private static func thousandths(of text: Substring) -> Int {
        let digits = [UInt8](text.utf8)
        guard let whole = digits.first, [UInt8(ascii: "0"), UInt8(ascii: "1")].contains(whole), digits.count <= 5,
            digits.count == 1 || digits[1] == UInt8(ascii: ".")
        else { return 0 }
        var value = Int(whole - UInt8(ascii: "0"))
        for place in 2..<5 {
            let digit = place < digits.count ? digits[place] : UInt8(ascii: "0")
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return 0 }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value <= 1000 ? value : 0
    }
}
