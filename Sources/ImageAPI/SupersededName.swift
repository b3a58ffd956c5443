/// Names that an image gets when a newer one takes over its own: with a date, `old` or `prev` as a word of its own.
enum SupersededName {
    private static let marks = [Array("old".utf8), Array("prev".utf8)]
    /// Years that a date in a name is believed to be of.
    private static let years = 1970...2105

    /// Whether a name is one: `Ubuntu 22.04 20240612`, `ubuntu-22.04-2024-06-12`, `Debian 12 old`, `debian-prev`.
    static func isOne(_ name: Span<UInt8>) -> Bool {
        var start = 0
        while start < name.count {
            var end = start
            while end < name.count, isOfWord(name[end]) { end += 1 }
            if isMark(name, start..<end) || isDate(name, start..<end) || isDashedDate(name, from: start) { return true }
            start = end + 1
        }
        return false
    }

    /// Letters and digits; bytes beyond ASCII are letters of some script.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
            true
        default: false
        }
    }

    /// `old` or `prev`, in any case.
    private static func isMark(_ name: Span<UInt8>, _ word: Range<Int>) -> Bool {
        marks.contains { mark in
            mark.count == word.count && mark.indices.allSatisfy { name[word.lowerBound + $0] | 0x20 == mark[$0] }
        }
    }

    /// `20240612`, a time of that day behind a `T` or not.
    private static func isDate(_ name: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let start = word.lowerBound
        guard word.count >= 8, isEnd(of: start..<start + 8, name) else { return false }
        return isDay(name, start..<start + 4, start + 4..<start + 6, start + 6..<start + 8)
    }

    /// `2024-06-12`, a time of that day behind a `T` or not.
    private static func isDashedDate(_ name: Span<UInt8>, from start: Int) -> Bool {
        guard name.count - start >= 10, name[start + 4] == UInt8(ascii: "-"), name[start + 7] == UInt8(ascii: "-"),
            isEnd(of: start..<start + 10, name)
        else { return false }
        return isDay(name, start..<start + 4, start + 5..<start + 7, start + 8..<start + 10)
    }

    private static func isEnd(of date: Range<Int>, _ name: Span<UInt8>) -> Bool {
        let end = date.upperBound
        return end == name.count || !isOfWord(name[end]) || name[end] | 0x20 == UInt8(ascii: "t")
    }

    private static func isDay(_ name: Span<UInt8>, _ year: Range<Int>, _ month: Range<Int>, _ day: Range<Int>) -> Bool {
        guard let year = Timestamp.number(name, year), let month = Timestamp.number(name, month),
            let day = Timestamp.number(name, day), years.contains(year)
        else { return false }
        return Timestamp.days(year, month, day) != nil
    }
}
