/// The weights of what a client accepts (RFC 9110, 12.4.2), in thousandths.
enum QualityValue {
    /// What an item of a list names, empty where it names nothing, and its parameters.
    static func parts(of item: Substring.UTF8View) -> [String] {
        item.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(trimmedLowercase)
    }

    /// Without blanks, ASCII letters in lower case.
    private static func trimmedLowercase(_ text: Substring.UTF8View) -> String {
        String(
            decoding: text.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }.map(lowercase), as: UTF8.self)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    /// A `qvalue`, 0 to 1 with up to three digits behind the point; anything else refuses.
    static func thousandths(of text: Substring) -> Int {
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
