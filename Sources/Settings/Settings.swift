import Identity
import ImageAPI

/// When polls start, how long they may take and how long their results last.
package struct PollSettings: Sendable, Equatable {
    /// Start to start; 0: polls when scraped.
    package var interval: Duration
    /// Of one whole poll.
    package var timeout: Duration
    /// Since the end of the last whole poll.
    package var maxAge: Duration
    /// To one cloud, repeated ones as well; nil: as fast as it answers.
    package var maxRequestsPerSecond: Double?
    /// To one cloud at the same time.
    package var concurrency = 1
    /// From one poll of everything to the next; between them changes are asked for alone. Nil: every poll is of everything.
    package var fullEvery: Duration?

    /// The age at which results are dropped where no other is asked for.
    package static func defaultMaxAge(interval: Duration, timeout: Duration) -> Duration {
        max(.seconds(600), interval * 3 + timeout)
    }
}

/// What is served, and where.
package struct WebSettings: Sendable, Equatable {
    package var listenAddresses: [String]
    package var telemetryPath: String
    /// Path of the web configuration file.
    package var configFile: String?
    /// The sockets that systemd passes, instead of the addresses.
    package var usesSystemdSockets: Bool
    package var maxRequests: Int
    package var hidesExporterMetrics: Bool
}

/// What is logged, and how.
package struct LogSettings: Sendable, Equatable {
    /// Lines of this importance and of greater.
    package enum Level: String, Sendable, CaseIterable {
        case debug, info, warn, error
    }

    /// How a line is written.
    package enum Format: String, Sendable, CaseIterable {
        case logfmt, json
    }

    package var level: Level
    package var format: Format
}

/// Every setting of one run that flags and variables give, checked; a flag wins over its environment variable, that over the default.
package struct Settings: Sendable, Equatable {
    /// Path of the configuration file.
    package var configFile: String?
    package var osCloud: String?
    package var osClientConfig: String?
    package var dialect: DialectChoice
    /// Of a cloud that the configuration file says nothing about.
    package var poll: PollSettings
    package var web: WebSettings
    package var log: LogSettings
    /// The clouds that this process takes; nil: all.
    package var shard: Shard?

    /// What was given, and so wins over the configuration file.
    let pollChoices: PollChoices
    let dialectChoice: Placed<DialectChoice>?
    let osCloudPlace: SettingPlace?
    let defaultInterval: Duration

    /// Reads the flags' values, and the environment for those not given.
    ///
    /// - Throws: `SettingsError` naming the flag or variable, what was given and what is allowed.
    package init(
        flags: [FlagName: [String]], environment: [String: String], defaultInterval: Duration = .seconds(60),
        defaultLogLevel: LogSettings.Level = .info
    ) throws(SettingsError) {
        let given = GivenValues(flags: flags, environment: environment)
        configFile = given.last(.configFile)
        osCloud = given.last(.osCloud)
        osCloudPlace = osCloud.map { _ in given.place(.osCloud) }
        osClientConfig = given.last(.osClientConfig)
        dialect = try given.choice(.dialect) ?? .auto
        dialectChoice =
            given.last(.dialect) == nil ? nil : Placed(value: dialect, place: given.place(.dialect))
        self.defaultInterval = defaultInterval
        pollChoices = try PollChoices(given)
        poll = try Self.poll(pollChoices, defaultInterval: defaultInterval, isWhole: configFile == nil)
        web = WebSettings(
            listenAddresses: given.list(.webListenAddress) ?? [":19292"],
            telemetryPath: try Self.telemetryPath(given), configFile: given.last(.webConfigFile),
            usesSystemdSockets: try given.bool(.webSystemdSocket),
            maxRequests: try given.positive(.webMaxRequests, atMost: 10_000) ?? 40,
            hidesExporterMetrics: try given.bool(.webDisableExporterMetrics))
        shard = try Self.shard(given)
        log = LogSettings(
            level: try given.choice(.logLevel) ?? defaultLogLevel,
            format: try given.choice(.logFormat) ?? .logfmt)
    }

    /// With a configuration file to come, a `max_age` is judged once the rest is known.
    private static func poll(
        _ choices: PollChoices, defaultInterval: Duration, isWhole: Bool
    ) throws(SettingsError) -> PollSettings {
        var choices = choices
        if !isWhole { choices.maxAge = nil }
        do throws(CloudsError) {
            return try choices.settings(defaultInterval: defaultInterval)
        } catch {
            throw SettingsError(error.description)
        }
    }

    private static func shard(_ given: GivenValues) throws(SettingsError) -> Shard? {
        guard let text = given.last(.shard) else { return nil }
        guard let shard = Shard(text) else {
            throw given.error(.shard, "\"\(text)\" is not i/n with n up to \(Shard.most) and i from 1 to n")
        }
        return shard
    }

    private static func telemetryPath(_ given: GivenValues) throws(SettingsError) -> String {
        let path = given.last(.webTelemetryPath) ?? "/metrics"
        let taken = ["/", "/-/healthy", "/-/ready", "/-/reload", "/probe"]
        guard path.hasPrefix("/"), !taken.contains(path), path.allSatisfy({ $0.isASCII && !" ?#\"<>".contains($0) })
        else {
            throw given.error(
                .webTelemetryPath, "\"\(path)\" cannot be used; expected a path of its own that begins with /")
        }
        return path
    }
}
