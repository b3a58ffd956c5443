/// Prometheus' text format, version 0.0.4.
package enum TextFormat {
    /// The HELP and TYPE lines of a family.
    package static func header(_ family: Family) -> [UInt8] {
        var out: [UInt8] = []
        out.append("# HELP \(family.name) ")
        out.append(family.help, escapingQuotes: false)
        out.append("\n# TYPE \(family.name) \(family.kind.rawValue)\n")
        return out
    }

    /// The sample lines of a family, in the order given; `constant` labels stand before the samples' own.
    package static func lines(_ family: Family, constant: [Label], samples: [Sample]) -> [UInt8] {
        let openings = openings(of: family, after: constant)
        let bare = bareLabels(constant)
        var out: [UInt8] = []
        out.reserveCapacity(samples.count * (family.name.utf8.count + openings.reduce(32) { $0 + $1.count + 12 }))
        for sample in samples {
            out.append(family.name)
            out.append(sample.suffix)
            if sample.labels.isEmpty {
                out += bare
            } else {
                for (opening, value) in zip(openings, sample.labels) {
                    out += opening
                    out.append(value, escapingQuotes: true)
                    out.append(UInt8(ascii: "\""))
                }
                out.append(UInt8(ascii: "}"))
            }
            out.append(UInt8(ascii: " "))
            out.append(sample.value)
            out.append(UInt8(ascii: "\n"))
        }
        return out
    }

    /// What stands before each label's value: the first opens the set and holds the constant labels, the last is the
    /// bound of a histogram's bucket.
    private static func openings(of family: Family, after constant: [Label]) -> [[UInt8]] {
        var opening = [UInt8(ascii: "{")]
        for label in constant {
            opening.append(label)
            opening.append(UInt8(ascii: ","))
        }
        var openings: [[UInt8]] = []
        for name in family.labels + ["le"] {
            opening.append("\(name)=\"")
            openings.append(opening)
            opening = [UInt8(ascii: ",")]
        }
        return openings
    }

    private static func bareLabels(_ constant: [Label]) -> [UInt8] {
        guard let first = constant.first else { return [] }
        var out = [UInt8(ascii: "{")]
        out.append(first)
        for label in constant.dropFirst() {
            out.append(UInt8(ascii: ","))
            out.append(label)
        }
        out.append(UInt8(ascii: "}"))
        return out
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: String) { append(contentsOf: text.utf8) }

    fileprivate mutating func append(_ label: Label) {
        append("\(label.name)=\"")
        append(label.value, escapingQuotes: true)
        append(UInt8(ascii: "\""))
    }

    /// Backslash and line feed are escaped, in a label's value the quote as well; every other character stands as it is.
    mutating func append(_ text: String, escapingQuotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where escapingQuotes: append("\\\"")
            default: append(byte)
            }
        }
    }

    fileprivate mutating func append(_ value: Sample.Value) {
        switch value {
        case .integer(let integer): append(integer)
        case .real(let real): append(real)
        }
    }

    private mutating func append(_ integer: Int128) {
        // Most values have a few digits, which description would put into a string of their own first.
        guard var rest = UInt64(exactly: integer) else { return append("\(integer)") }
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    /// The shortest text that reads back as the same number.
    private mutating func append(_ real: Double) {
        guard real.isFinite else { return append(real.isNaN ? "NaN" : real > 0 ? "+Inf" : "-Inf") }
        let text = "\(real)"
        append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8.dropLast(0))
    }
}
