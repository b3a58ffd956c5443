/// A piece of simulated time and how often the cloud is polled in it.
struct Span: Sendable {
    var minutes: Int
    /// Minutes between two polls.
    var interval: Int
    /// Minutes at its begin and at its end in which the cloud is polled every minute.
    private var fine = (begin: 0, end: 0)

    init(minutes: Int, interval: Int) {
        self.minutes = minutes
        self.interval = interval
    }

    static func minutes(_ minutes: Int, every interval: Int = 1) -> Self { Self(minutes: minutes, interval: interval) }

    static func hours(_ hours: Int, every interval: Int = 5) -> Self { minutes(hours * 60, every: interval) }

    /// Minutes from one poll to the next, where so many are left.
    func pause(left: Int) -> Int {
        if minutes - left < fine.begin || left <= fine.end { return 1 }
        return min(interval, left - fine.end)
    }

    /// With a begin at which an incident is seen and an end at which its alert comes or goes, to the minute.
    var exact: Self {
        var exact = self
        exact.fine = (12, 22)
        return exact
    }

    /// Such as `1d 2h 5m`.
    static func text(_ minutes: Int) -> String {
        let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "m")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0m" : parts.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
