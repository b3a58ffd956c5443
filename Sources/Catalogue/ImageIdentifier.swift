/// An image's UUID as 128 bits.
package struct ImageIdentifier: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads a UUID of either case, with its four dashes or with none; nil for any other text.
    package init?(_ text: Span<UInt8>) {
        let groups: (UInt64, UInt64, UInt64, UInt64)
        if text.count == Self.dashedLength {
            let dash = UInt8(ascii: "-")
            guard text[8] == dash, text[13] == dash, text[18] == dash, text[23] == dash else { return nil }
            groups = (
                text.word(at: 0), Self.joined(text.half(at: 9), text.half(at: 14)),
                Self.joined(text.half(at: 19), text.half(at: 24)), text.word(at: 28)
            )
        } else if text.count == Self.digits {
            groups = (text.word(at: 0), text.word(at: 8), text.word(at: 16), text.word(at: 24))
        } else {
            return nil
        }
        guard let first = Self.number(groups.0), let second = Self.number(groups.1),
            let third = Self.number(groups.2), let fourth = Self.number(groups.3)
        else { return nil }
        self.init(high: first << 32 | second, low: third << 32 | fourth)
    }

    private static let digits = 32
    private static let dashedLength = 36

    private static func joined(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) | UInt64(second) << 32
    }

    /// The number that eight hexadecimal digits write, the first in the lowest byte; all eight are read at once.
    private static func number(_ text: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        guard text & highBits == 0 else { return nil }
        /// The high bit of each byte: it is at least the character.
        func atLeast(_ bytes: UInt64, _ character: UInt64) -> UInt64 {
            (bytes &+ ones &* (0x80 &- character)) & highBits
        }
        let lower = text | (ones &* 0x20)
        let isDigit = atLeast(text, 0x30) & ~atLeast(text, 0x3a)
        let isLetter = atLeast(lower, 0x61) & ~atLeast(lower, 0x67)
        guard isDigit | isLetter == highBits else { return nil }
        let nibbles = (text & (ones &* 0x0f)) &+ (isLetter >> 7) &* 9
        let bytes = (nibbles << 4 | nibbles >> 8) & 0x00ff_00ff_00ff_00ff
        let halves = (bytes | bytes >> 8) & 0x0000_ffff_0000_ffff
        return UInt64(UInt32(truncatingIfNeeded: halves | halves >> 16).byteSwapped)
    }
}

extension ImageIdentifier: CustomStringConvertible {
    /// The UUID in lower case with its dashes.
    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(Self.dashedLength)
        for word in [high, low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                if [8, 13, 18, 23].contains(text.count) { text.append(UInt8(ascii: "-")) }
                let digit = UInt8(word >> shift & 15)
                text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
