import YAML

/// When to poll, as far as one source says it; what says more is laid over what says less.
struct PollValues: Sendable, Equatable {
    /// A duration and where it was given.
    struct Given: Sendable, Equatable {
        var duration: Duration
        /// For errors: the flag or variable, or file, line and key.
        var place: String
    }

    static let keys = ["interval", "timeout", "max_age"]
    /// Between two polls of a schedule.
    static let leastInterval = Duration.milliseconds(100)

    var interval: Given?
    var timeout: Given?
    var maxAge: Given?

    /// Nothing is said.
    init() {}

    /// What flags and variables say.
    init(_ given: GivenValues) throws(SettingsError) {
        func value(_ flag: FlagName) throws(SettingsError) -> Given? {
            try given.duration(flag).map { Given(duration: $0, place: given.place(flag)) }
        }
        interval = try value(.pollInterval)
        timeout = try value(.pollTimeout)
        maxAge = try value(.pollMaxAge)
        try check()
    }

    /// What a mapping of the configuration file says; `path` is the way to it.
    init(_ node: YAMLNode?, path: String) throws(SettingsError) {
        let mapping = try FileMapping(node, path: path, keys: Self.keys)
        interval = try mapping.duration("interval")
        timeout = try mapping.duration("timeout")
        maxAge = try mapping.duration("max_age")
        try check()
    }

    /// This over what is said elsewhere.
    func over(_ lower: Self) -> Self {
        var values = self
        values.interval = interval ?? lower.interval
        values.timeout = timeout ?? lower.timeout
        values.maxAge = maxAge ?? lower.maxAge
        return values
    }

    /// The whole, with defaults for what is not said.
    func settings(defaultInterval: Duration) throws(SettingsError) -> PollSettings {
        let interval = interval?.duration ?? defaultInterval
        let timeout = timeout?.duration ?? .seconds(600)
        let age = maxAge?.duration ?? PollSettings.defaultMaxAge(interval: interval, timeout: timeout)
        if let maxAge, age < interval + timeout {
            throw SettingsError(
                "\(maxAge.place): \(PrometheusDuration.write(age)) is less than interval + timeout, "
                    + "\(PrometheusDuration.write(interval + timeout)): results would be dropped between two good polls"
            )
        }
        return PollSettings(interval: interval, timeout: timeout, maxAge: age)
    }

    private func check() throws(SettingsError) {
        if let interval, interval.duration != .zero, interval.duration < Self.leastInterval {
            throw SettingsError("\(interval.place): must be 0, or 100ms at least")
        }
        if let timeout, timeout.duration <= .zero { throw SettingsError("\(timeout.place): must be more than 0") }
    }
}
