/// What a client's `Accept` is answered with.
package struct AcceptedFormat: Sendable, Equatable {
    package var format: ExpositionFormat
    package var escaping: EscapingScheme?

    /// Ranges that are looked at; clients send five.
    static let mostRanges = 64

    /// The supported format with the highest weight, of equal ones the one named first; text where nothing fits, as
    /// Prometheus' own client libraries do. A more specific range decides over a wider one.
    package init(accept: String?) {
        let ranges = Self.ranges(accept ?? "")
        let offers = ExpositionFormat.allCases.compactMap { format in Self.offer(of: format, ranges) }
        let best = offers.min { one, other in
            // Where one range names both, text comes first: it is what everyone reads.
            (-one.weight, one.place, one.format == .text ? 0 : 1)
                < (-other.weight, other.place, other.format == .text ? 0 : 1)
        }
        format = best?.format ?? .text
        escaping = best?.escaping
    }

    private struct Range {
        var type: String
        var version: String?
        var escaping: EscapingScheme?
        /// In thousandths.
        var weight = 1000
        var place: Int
    }

    private struct Offer {
        var format: ExpositionFormat
        var weight: Int
        var place: Int
        var escaping: EscapingScheme?
    }

    /// What the ranges say of a format; nil where they leave it out.
    private static func offer(of format: ExpositionFormat, _ ranges: [Range]) -> Offer? {
        let fitting = ranges.compactMap { range in precision(range, for: format).map { (range, $0) } }
        guard let most = fitting.map(\.1).max() else { return nil }
        let best = fitting.filter { $0.1 == most }.map(\.0).max { one, other in
            (one.weight, -one.place) < (other.weight, -other.place)
        }
        guard let best, best.weight > 0 else { return nil }
        return Offer(format: format, weight: best.weight, place: best.place, escaping: best.escaping)
    }

    /// How closely a range names a format: 2 by its type, 1 by its kind, 0 not at all; nil where it does not fit.
    private static func precision(_ range: Range, for format: ExpositionFormat) -> Int? {
        let (type, kind, versions) =
            switch format {
            case .text: ("text/plain", "text/*", ["0.0.4"])
            case .openMetrics: ("application/openmetrics-text", "application/*", ["1.0.0", "0.0.1"])
            }
        switch range.type {
        case type: return range.version.map(versions.contains) ?? true ? 2 : nil
        case kind: return 1
        case "*/*": return 0
        default: return nil
        }
    }

    private static func ranges(_ accept: String) -> [Range] {
        accept.utf8.split(separator: UInt8(ascii: ",")).prefix(mostRanges).enumerated().compactMap { place, item in
            let parts = QualityValue.parts(of: item)
            guard let type = parts.first, !type.isEmpty else { return nil }
            var range = Range(type: type, place: place)
            for parameter in parts.dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2 else { continue }
                let value = pair[1].filter { $0 != "\"" }
                switch pair[0] {
                case "q": range.weight = QualityValue.thousandths(of: Substring(value))
                case "version": range.version = value
                case "escaping": range.escaping = EscapingScheme(rawValue: value)
                default: break
                }
            }
            return range
        }
    }
}
