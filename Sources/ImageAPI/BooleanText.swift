/// The words `true` and `false` in any case.
enum BooleanText {
    /// Nil for any other text.
    static func value(of text: Span<UInt8>) -> Bool? {
        switch text.count {
        case 4: matches(text, 0x7472_7565) ? true : nil
        case 5: lower(text[4]) == UInt8(ascii: "e") && matches(text, 0x6661_6C73) ? false : nil
        default: nil
        }
    }

    private static func matches(_ text: Span<UInt8>, _ word: UInt32) -> Bool {
        var head: UInt32 = 0
        for index in 0..<4 { head = head << 8 | UInt32(lower(text[index])) }
        return head == word
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
