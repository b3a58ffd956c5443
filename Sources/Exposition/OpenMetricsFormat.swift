/// What OpenMetrics 1.0 writes otherwise than the text format; lines of samples are the same in both.
package enum OpenMetricsFormat {
    static let end = [UInt8]("# EOF\n".utf8)

    private static let counterSuffix = "_total"

    /// A family's name: a counter's without `_total`, which its samples keep.
    static func name(of family: Family) -> String {
        guard family.kind == .counter, family.name.hasSuffix(counterSuffix) else { return family.name }
        return String(family.name.dropLast(counterSuffix.count))
    }

    /// The metadata lines of a family; a unit that is not the name's suffix is left out, as a reader would refuse it.
    static func header(_ family: Family) -> [UInt8] {
        let name = name(of: family)
        var out = [UInt8]("# HELP \(name) ".utf8)
        out.append(family.help, escapingQuotes: true)
        out += "\n# TYPE \(name) \(family.kind.rawValue)\n".utf8
        if let unit = family.unit, name.hasSuffix("_\(unit)") { out += "# UNIT \(name) \(unit)\n".utf8 }
        return out
    }
}
