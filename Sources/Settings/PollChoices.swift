import Identity

/// What one place says of polls; what it leaves open, a lower place decides.
struct PollChoices: Sendable, Equatable {
    var interval: Placed<Duration>?
    var timeout: Placed<Duration>?
    var maxAge: Placed<Duration>?
    /// 0: no limit.
    var maxRequestsPerSecond: Double?
    var concurrency: Int?
    /// 0: every poll is of everything.
    var fullEvery: Placed<Duration>?

    /// Requests a second that may be asked for; less than one in 100 s would outlast every poll.
    private static let requestRates = 0.01...10_000

    /// Requests to one cloud at the same time; no more pages are held in memory.
    private static let concurrencies = 1...8

    init() {}

    /// The flags and their variables.
    init(_ given: GivenValues) throws(SettingsError) {
        interval = try given.placed(.pollInterval)
        timeout = try given.placed(.pollTimeout)
        maxAge = try given.placed(.pollMaxAge)
        do throws(CloudsError) { try check() } catch { throw SettingsError(error.description) }
    }

    /// The file's `poll`.
    init(_ value: FileValue?) throws(CloudsError) {
        guard let value else { return }
        var section = try value.section()
        interval = try Self.placed(section.value("interval"))
        timeout = try Self.placed(section.value("timeout"))
        maxAge = try Self.placed(section.value("max_age"))
        concurrency = try section.value("concurrency")?.integer(in: Self.concurrencies)
        fullEvery = try Self.placed(section.value("full_every"))
        maxRequestsPerSecond = try section.value("max_requests_per_second")?.numberOrZero(in: Self.requestRates)
        try section.finish()
        try check()
    }

    /// These choices, and the lower ones where these say nothing.
    func over(_ lower: PollChoices) -> PollChoices {
        var result = lower
        if let interval { result.interval = interval }
        if let timeout { result.timeout = timeout }
        if let maxAge { result.maxAge = maxAge }
        if let concurrency { result.concurrency = concurrency }
        if let fullEvery { result.fullEvery = fullEvery }
        if let maxRequestsPerSecond { result.maxRequestsPerSecond = maxRequestsPerSecond }
        return result
    }

    /// The settings, with the defaults where nothing is chosen; `owner` is the cloud's key, for the message.
    ///
    /// - Throws: `CloudsError` where results would be dropped between two good polls.
    func settings(defaultInterval: Duration, owner: String? = nil) throws(CloudsError) -> PollSettings {
        let interval = interval?.value ?? defaultInterval
        let timeout = timeout?.value ?? .seconds(600)
        let least = interval + timeout
        let usual = PollSettings.defaultMaxAge(interval: interval, timeout: timeout)
        var settings = PollSettings(interval: interval, timeout: timeout, maxAge: maxAge?.value ?? usual)
        settings.maxRequestsPerSecond = maxRequestsPerSecond.flatMap { $0 > 0 ? $0 : nil }
        settings.concurrency = concurrency ?? settings.concurrency
        if let fullEvery, fullEvery.value > .zero {
            guard fullEvery.value >= interval else {
                throw fullEvery.place.error(
                    "\(PrometheusDuration.write(fullEvery.value)) is less than the interval"
                        + "\(owner.map { " of \($0)" } ?? ""), \(PrometheusDuration.write(interval)); expected 0, or more"
                )
            }
            settings.fullEvery = fullEvery.value
        }
        guard let maxAge, maxAge.value < least else { return settings }
        throw maxAge.place.error(
            "\(PrometheusDuration.write(maxAge.value)) is less than interval + timeout"
                + "\(owner.map { " of \($0)" } ?? ""), \(PrometheusDuration.write(least)): "
                + "results would be dropped between two good polls")
    }

    private func check() throws(CloudsError) {
        if let interval, interval.value != .zero, interval.value < .milliseconds(100) {
            throw interval.place.error(
                "\(PrometheusDuration.write(interval.value)) is too short; expected 0, or 100ms at least")
        }
        if let timeout, timeout.value <= .zero { throw timeout.place.error("0 is no time at all; expected more") }
    }

    private static func placed(_ value: FileValue?) throws(CloudsError) -> Placed<Duration>? {
        guard let value else { return nil }
        return Placed(value: try value.duration(), place: value.place)
    }
}
