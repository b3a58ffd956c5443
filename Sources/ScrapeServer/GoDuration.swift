/// Durations as Go writes them: `1m30s`, `1.5h`, `100us`; a bare number counts nanoseconds.
enum GoDuration {
    /// Longest text in bytes, and longest duration.
    private static let longestText = 64
    private static let longest = Duration.seconds(100 * 365 * 86_400)

    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]

    /// Nil for any other text, a negative duration, or one of more than a hundred years.
    static func parse(_ text: String) -> Duration? {
        guard !text.isEmpty, text.utf8.count <= longestText else { return nil }
        if let nanoseconds = Int64(text) {
            return nanoseconds >= 0 ? .nanoseconds(nanoseconds) : nil
        }
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest = rest.dropFirst(name.count)
            guard let number = Double(digits), let unit = units.first(where: { $0.name == name }) else { return nil }
            sum += number * unit.seconds
        }
        return sum <= longest / .seconds(1) ? .seconds(sum) : nil
    }
}
