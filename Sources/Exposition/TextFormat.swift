/// Prometheus' text format, version 0.0.4.
package enum TextFormat {
    /// For `Content-Type`.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The HELP and TYPE lines of a family.
    package static func header(_ family: Family) -> [UInt8] {
        var out: [UInt8] = []
        out.append("# HELP \(family.name) ")
        for byte in family.help.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): out.append("\\\\")
            case UInt8(ascii: "\n"): out.append("\\n")
            default: out.append(byte)
            }
        }
        out.append("\n# TYPE \(family.name) \(family.kind.rawValue)\n")
        return out
    }

    /// The sample lines of a family, in the order given; `constant` labels stand before the samples' own.
    package static func lines(_ family: Family, constant: [Label], samples: [Sample]) -> [UInt8] {
        let names = family.labels.map { [UInt8]("\($0)=\"".utf8) } + [[UInt8]("le=\"".utf8)]
        var prefix: [UInt8] = []
        for label in constant {
            if !prefix.isEmpty { prefix.append(UInt8(ascii: ",")) }
            prefix.append("\(label.name)=\"")
            prefix.append(escaping: label.value)
            prefix.append(UInt8(ascii: "\""))
        }
        var out: [UInt8] = []
        out.reserveCapacity(samples.count * (family.name.utf8.count + prefix.count + 64))
        for sample in samples {
            out.append(family.name)
            out.append(sample.suffix)
            append(sample.labels, named: names, after: prefix, to: &out)
            out.append(UInt8(ascii: " "))
            append(sample.value, to: &out)
            out.append(UInt8(ascii: "\n"))
        }
        return out
    }

    private static func append(
        _ values: [String], named names: [[UInt8]], after prefix: [UInt8], to out: inout [UInt8]
    ) {
        guard !prefix.isEmpty || !values.isEmpty else { return }
        out.append(UInt8(ascii: "{"))
        out.append(contentsOf: prefix)
        for (index, value) in values.enumerated() {
            if index > 0 || !prefix.isEmpty { out.append(UInt8(ascii: ",")) }
            // A bucket has one value more than the family has labels: the bound, named last.
            out.append(contentsOf: names[min(index, names.count - 1)])
            out.append(escaping: value)
            out.append(UInt8(ascii: "\""))
        }
        out.append(UInt8(ascii: "}"))
    }

    private static func append(_ value: Sample.Value, to out: inout [UInt8]) {
        switch value {
        case .integer(let integer): out.append("\(integer)")
        case .real(let real):
            if real.isNaN {
                out.append("NaN")
            } else if real.isInfinite {
                out.append(real > 0 ? "+Inf" : "-Inf")
            } else if real == real.rounded(), abs(real) < 1e15 {
                out.append("\(Int64(real))")
            } else {
                out.append("\(real)")
            }
        }
    }
}

extension [UInt8] {
    mutating func append(_ text: String) { append(contentsOf: text.utf8) }

    /// A label's value: backslash, quote and line feed are escaped.
    fileprivate mutating func append(escaping text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\n"): append("\\n")
            default: append(byte)
            }
        }
    }
}
