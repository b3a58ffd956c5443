/// Durations as Prometheus writes them: `1m30s`, `500ms`, `0`.
package enum PrometheusDuration {
    /// Units from the largest to the smallest, in milliseconds; each may occur once, in this order.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
        ("s", 1000), ("ms", 1),
    ]

    /// The duration that `text` stands for, or nil where it stands for none or for more than 292 years.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        var rest = Substring(text)
        var total: Int64 = 0
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let count = Int64(digits), let index = units.firstIndex(where: { $0.name == name }),
                index >= nextUnit
            else { return nil }
            nextUnit = index + 1
            let (product, overflowed) = count.multipliedReportingOverflow(by: units[index].milliseconds)
            let (sum, overflowedAgain) = total.addingReportingOverflow(product)
            guard !overflowed, !overflowedAgain, sum < Int64.max / 1_000_000 else { return nil }
            total = sum
        }
        return text.isEmpty ? nil : .milliseconds(total)
    }

    /// The shortest way to write a duration of whole milliseconds.
    package static func write(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        var left = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        guard left > 0 else { return "0" }
        var text = ""
        for unit in units where unit.name != "y" && unit.name != "w" && left >= unit.milliseconds {
            text += "\(left / unit.milliseconds)\(unit.name)"
            left %= unit.milliseconds
        }
        return text
    }
}
