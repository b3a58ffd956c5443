/// Text of at most 16 bytes, packed for comparison.
struct ShortText: Equatable {
    private let bits: UInt128
    private let count: Int

    /// Nil for longer text.
    init?(_ text: Span<UInt8>) {
        guard text.count <= 16 else { return nil }
        var bits: UInt128 = 0
        for index in text.indices { bits = bits << 8 | UInt128(text[index]) }
        self.bits = bits
        count = text.count
    }

    /// Nil for longer text.
    init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }
}

/// Words and what they stand for.
struct Vocabulary<Meaning> {
    private let words: [(text: ShortText, meaning: Meaning)]

    /// Words over 16 bytes are left out.
    init(_ words: [(String, Meaning)]) {
        self.words = words.compactMap { word, meaning in ShortText(word).map { ($0, meaning) } }
    }

    func meaning(of text: Span<UInt8>) -> Meaning? {
        guard let text = ShortText(text) else { return nil }
        for word in words where word.text == text { return word.meaning }
        return nil
    }
}
