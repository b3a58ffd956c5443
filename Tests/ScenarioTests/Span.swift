/// A piece of simulated time and how often the cloud is polled in it.
struct Span: Sendable {
    var minutes: Int
    /// Minutes between two polls.
    var interval: Int
    /// Minutes at its end in which the cloud is polled every minute.
    var fine = 0

    static func minutes(_ minutes: Int, every interval: Int = 1) -> Self { Self(minutes: minutes, interval: interval) }

    static func hours(_ hours: Int, every interval: Int = 5) -> Self { minutes(hours * 60, every: interval) }

    static func days(_ days: Int, every interval: Int = 60) -> Self { minutes(days * 1440, every: interval) }

    /// Minutes from one poll to the next, where so many are left.
    func pause(left: Int) -> Int { left > fine ? min(interval, left - fine) : 1 }

    /// With an end in which an alert comes or goes, to the minute.
    var exact: Self { Self(minutes: minutes, interval: interval, fine: 25) }

    /// Such as `1d 2h 5m`.
    static func text(_ minutes: Int) -> String {
        let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "m")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0m" : parts.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
