/// A piece of simulated time and how often the cloud is polled in it.
struct Span: Sendable {
    static let none = Span(minutes: 0, interval: 1)

    var minutes: Int
    /// Minutes between two polls.
    var interval: Int

    static func minutes(_ minutes: Int, every interval: Int = 1) -> Self { Self(minutes: minutes, interval: interval) }

    static func hours(_ hours: Int, every interval: Int = 5) -> Self { minutes(hours * 60, every: interval) }

    static func days(_ days: Int, every interval: Int = 60) -> Self { minutes(days * 1440, every: interval) }

    /// What is left of it after so many days.
    func less(days: Int) -> Self { Self(minutes: max(0, minutes - days * 1440), interval: interval) }

    /// Such as `1d 2h 5m`.
    static func text(_ minutes: Int) -> String {
        let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "m")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0m" : parts.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
