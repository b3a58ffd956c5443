/// Lower-case hexadecimal digits.
enum Hexadecimal {
    /// Appends the lowest `digits` digits of a number, 16 at most.
    static func append(_ number: UInt64, digits: Int, to bytes: inout [UInt8]) {
        for place in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(place)) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }

    /// Digits of the numbers of a chance, as digests look.
    static func digest(_ chance: inout Chance, words: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words * 16)
        for _ in 0..<words { append(chance.next(), digits: 16, to: &bytes) }
        return bytes
    }
}
