import ArgumentParser
import Identity
import ScrapeServer
import Settings

/// The flags that `serve` and `demo` share.
struct CommonFlags: ParsableArguments {
    @Option(
        name: .customLong(FlagName.configFile.rawValue),
        help: ArgumentHelp(FlagName.configFile.help, valueName: "file"))
    var configFile: String?

    @Option(name: .customLong(FlagName.osCloud.rawValue), help: ArgumentHelp(FlagName.osCloud.help, valueName: "name"))
    var osCloud: String?

    @Option(
        name: .customLong(FlagName.osClientConfig.rawValue),
        help: ArgumentHelp(FlagName.osClientConfig.help, valueName: "file"))
    var osClientConfig: String?

    @Option(name: .customLong(FlagName.dialect.rawValue), help: ArgumentHelp(FlagName.dialect.help))
    var dialect: String?

    @Option(
        name: .customLong(FlagName.pollInterval.rawValue),
        help: ArgumentHelp(FlagName.pollInterval.help, valueName: "duration"))
    var pollInterval: String?

    @Option(
        name: .customLong(FlagName.pollTimeout.rawValue),
        help: ArgumentHelp(FlagName.pollTimeout.help, valueName: "duration"))
    var pollTimeout: String?

    @Option(
        name: .customLong(FlagName.pollMaxAge.rawValue),
        help: ArgumentHelp(FlagName.pollMaxAge.help, valueName: "duration"))
    var pollMaxAge: String?

    @OptionGroup var door: DoorFlags

    @Option(
        name: .customLong(FlagName.webTelemetryPath.rawValue),
        help: ArgumentHelp(FlagName.webTelemetryPath.help, valueName: "path"))
    var webTelemetryPath: String?

    @Flag(name: .customLong(FlagName.webSystemdSocket.rawValue), help: ArgumentHelp(FlagName.webSystemdSocket.help))
    var webSystemdSocket = false

    @Option(
        name: .customLong(FlagName.webMaxRequests.rawValue),
        help: ArgumentHelp(FlagName.webMaxRequests.help, valueName: "count"))
    var webMaxRequests: String?

    @Flag(
        name: .customLong(FlagName.webDisableExporterMetrics.rawValue),
        help: ArgumentHelp(FlagName.webDisableExporterMetrics.help))
    var webDisableExporterMetrics = false

    @Option(name: .customLong(FlagName.shard.rawValue), help: ArgumentHelp(FlagName.shard.help, valueName: "i/n"))
    var shard: String?

    @Option(
        name: .customLong(FlagName.logLevel.rawValue), help: ArgumentHelp(FlagName.logLevel.help, valueName: "level"))
    var logLevel: String?

    @Option(
        name: .customLong(FlagName.logFormat.rawValue),
        help: ArgumentHelp(FlagName.logFormat.help, valueName: "format"))
    var logFormat: String?

    /// What was given, by flag.
    var given: [FlagName: [String]] {
        var values = door.given
        let single: [(FlagName, String?)] = [
            (.configFile, configFile), (.osCloud, osCloud), (.osClientConfig, osClientConfig), (.dialect, dialect),
            (.pollInterval, pollInterval), (.pollTimeout, pollTimeout), (.pollMaxAge, pollMaxAge),
            (.webTelemetryPath, webTelemetryPath), (.webMaxRequests, webMaxRequests), (.shard, shard),
            (.logLevel, logLevel), (.logFormat, logFormat),
        ]
        for case (let flag, let value?) in single { values[flag] = [value] }
        if webSystemdSocket { values[.webSystemdSocket] = ["true"] }
        if webDisableExporterMetrics { values[.webDisableExporterMetrics] = ["true"] }
        return values
    }

    /// The settings of this run.
    ///
    /// - Throws: `ValidationError`, which ends the program with 64, where a value cannot be used.
    func settings(
        environment: [String: String], defaultInterval: Duration = .seconds(60),
        defaultLogLevel: LogSettings.Level = .info
    ) throws -> Settings {
        let settings = try Self.checked { () throws(SettingsError) in
            try Settings(
                flags: given, environment: environment, defaultInterval: defaultInterval,
                defaultLogLevel: defaultLogLevel)
        }
        do throws(ListenAddress.Invalid) {
            for address in settings.web.listenAddresses { _ = try ListenAddress(address) }
        } catch {
            throw ValidationError("--\(FlagName.webListenAddress.rawValue): \(error)")
        }
        return settings
    }

    /// The settings that `read` makes, or the end of the program with 64.
    static func checked(_ read: () throws(SettingsError) -> Settings) throws(ValidationError) -> Settings {
        do throws(SettingsError) {
            return try read()
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// The clouds of this run, read anew at each call.
    ///
    /// - Throws: `CloudsError`, which ends the program with 1, where a file or a variable cannot be used.
    func clouds(_ settings: Settings, environment: [String: String]) throws(CloudsError) -> [WatchedCloud] {
        try WatchedClouds(settings: settings, environment: environment).read()
    }
}
