/// A server's text as the value of a label.
package enum LabelText {
    /// The text, cut where it is over 256 bytes.
    package static func string(_ value: Span<UInt8>) -> String {
        if value.count > CatalogueLimits.valueLength { return String(decoding: cut(value), as: UTF8.self) }
        return String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
    }

    /// The first characters of a long value and an ellipsis, together at most the greatest length.
    static func cut(_ value: Span<UInt8>) -> [UInt8] {
        let ellipsis = Array("…".utf8)
        var end = CatalogueLimits.valueLength - ellipsis.count
        // A continuation byte at the cut belongs to a character that would be torn.
        while end > 0, value[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        var kept: [UInt8] = []
        kept.reserveCapacity(CatalogueLimits.valueLength)
        for position in 0..<end { kept.append(value[position]) }
        return kept + ellipsis
    }
}
