import CSimdjson
import Catalogue

/// The attributes `__support_*` of an image as pairs of flag and value.
enum SupportFlags {
    /// Pairs of one image; flags and models beyond are left out, which is an anomaly.
    static let maximumPairs = 256

    typealias Pair = (flag: InternedValue, value: InternedValue)

    /// Appends the pairs of the page's image at hand, each once: `true`, or a model's name; a comma list is one pair a
    /// model, and an empty value or `false` none.
    static func read(_ page: borrowing ImagePage, into pairs: inout [Pair], of receiver: any ImageReceiver) {
        page.forEachFlag { flag, number, kind, text in
            let isSound =
                switch kind {
                case .absent, .null, .false: true
                case .true: !flag.isEmpty && append((receiver.intern(flag), .true), to: &pairs)
                case .string: !flag.isEmpty && append(text, of: flag, to: &pairs, receiver)
                case .integer, .unusable: false
                }
            // What has a column of its own is noted there.
            if !isSound, number == nil { receiver.noteAnomaly(.support) }
        }
        for _ in 0..<page.flagsLeftOut { receiver.noteAnomaly(.support) }
    }

    /// False where a model was left out.
    private static func append(
        _ list: Span<UInt8>, of flag: Span<UInt8>, to pairs: inout [Pair], _ receiver: any ImageReceiver
    ) -> Bool {
        var name: InternedValue?
        var start = 0
        while start <= list.count {
            var end = start
            while end < list.count, list[end] != UInt8(ascii: ",") { end += 1 }
            let model = trimmed(list, start..<end)
            start = end + 1
            if model.isEmpty { continue }
            let isTrue = BooleanText.value(of: list.extracting(model))
            if isTrue == false { continue }
            let flag = name ?? receiver.intern(flag)
            name = flag
            let value = isTrue == true ? InternedValue.true : receiver.intern(list.extracting(model))
            guard append((flag, value), to: &pairs) else { return false }
        }
        return true
    }

    /// False where there is no room.
    private static func append(_ pair: Pair, to pairs: inout [Pair]) -> Bool {
        for known in pairs where known.flag == pair.flag && known.value == pair.value { return true }
        guard pairs.count < maximumPairs else { return false }
        pairs.append(pair)
        return true
    }

    private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var range = range
        while let first = range.first, isBlank(text[first]) { range = first + 1..<range.upperBound }
        while let last = range.last, isBlank(text[last]) { range = range.lowerBound..<last }
        return range
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13) }
}
