/// JSON made fit for a YAML parser, which knows no pairs of surrogates (`\ud83d\ude00`).
enum JSONText {
    private static let backslash = UInt8(ascii: "\\")

    /// The text with each escaped pair of surrogates written out in UTF-8.
    static func joiningSurrogates(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(backslash) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == backslash else {
                result.append(text[index])
                index += 1
                continue
            }
            if let high = unit(text, at: index), let low = unit(text, at: index + 6),
                (0xD800..<0xDC00).contains(high), (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            {
                result += Array(String(Character(scalar)).utf8)
                index += 12
            } else {
                result += text[index..<min(index + 2, text.count)]
                index += 2
            }
        }
        return result
    }

    /// The code unit of `\uXXXX` at an index; nil where none stands there.
    private static func unit(_ text: [UInt8], at index: Int) -> UInt32? {
        guard index + 6 <= text.count, text[index] == backslash, text[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = text[(index + 2)..<(index + 6)]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
