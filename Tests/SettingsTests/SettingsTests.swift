import Testing

@testable import Settings

@Suite struct SettingsTests {
    private func settings(
        _ flags: [FlagName: [String]] = [:], _ environment: [String: String] = [:]
    ) throws(SettingsError) -> Settings {
        try Settings(flags: flags, environment: environment)
    }

    @Test func defaultsAreTheContracts() throws {
        let settings = try settings()
        #expect(settings.poll == PollSettings(interval: .seconds(60), timeout: .seconds(600), maxAge: .seconds(780)))
        #expect(
            settings.web
                == WebSettings(
                    listenAddresses: [":19292"], telemetryPath: "/metrics", usesSystemdSockets: false, maxRequests: 40,
                    hidesExporterMetrics: false))
        #expect(settings.log == LogSettings(level: .info, format: .logfmt))
        #expect(settings.osCloud == nil)
    }

    @Test func aFlagWinsOverItsVariable() throws {
        let variables = ["GLANCE_EXPORTER_POLL_INTERVAL": "5m", "GLANCE_EXPORTER_WEB_LISTEN_ADDRESS": ":1,:2"]
        #expect(try settings([:], variables).poll.interval == .seconds(300))
        #expect(try settings([:], variables).web.listenAddresses == [":1", ":2"])
        let flags: [FlagName: [String]] = [.pollInterval: ["30s"], .webListenAddress: [":3", ":4"]]
        #expect(try settings(flags, variables).poll.interval == .seconds(30))
        #expect(try settings(flags, variables).web.listenAddresses == [":3", ":4"])
    }

    @Test func anEmptyVariableIsNone() throws {
        #expect(try settings([:], ["GLANCE_EXPORTER_LOG_LEVEL": ""]).log.level == .info)
    }

    @Test(arguments: [
        (FlagName.pollMaxAge, "GLANCE_EXPORTER_POLL_MAX_AGE"),
        (.webDisableExporterMetrics, "GLANCE_EXPORTER_WEB_DISABLE_EXPORTER_METRICS"),
        (.osClientConfig, "GLANCE_EXPORTER_OS_CLIENT_CONFIG"),
    ])
    func variablesAreNamedAfterFlags(flag: FlagName, variable: String) {
        #expect(flag.environmentName == variable)
    }

    @Test func maxAgeMayNotBeLessThanIntervalAndTimeout() throws {
        var flags: [FlagName: [String]] = [.pollInterval: ["1m"], .pollTimeout: ["1m"], .pollMaxAge: ["2m"]]
        #expect(try settings(flags).poll.maxAge == .seconds(120))
        flags[.pollMaxAge] = ["119999ms"]
        #expect(
            throws: SettingsError(
                "--poll.max-age: 1m59s999ms is less than interval + timeout, 2m: "
                    + "results would be dropped between two good polls")
        ) { try settings(flags) }
    }

    @Test(arguments: [
        (FlagName.pollInterval, "x", "--poll.interval: \"x\" is not a duration; expected one like 1m30s, 500ms or 2h"),
        (.pollInterval, "99ms", "--poll.interval: 99ms is too short; expected 0, or 100ms at least"),
        (.pollTimeout, "0", "--poll.timeout: 0 is no time at all; expected more"),
        (.dialect, "nova", "--dialect: \"nova\" is not one of auto, glance, ims"),
        (.webMaxRequests, "0", "--web.max-requests: \"0\" is not a whole number from 1 to 10000"),
        (.webMaxRequests, "10001", "--web.max-requests: \"10001\" is not a whole number from 1 to 10000"),
        (.logLevel, "loud", "--log.level: \"loud\" is not one of debug, info, warn, error"),
        (.logFormat, "xml", "--log.format: \"xml\" is not one of logfmt, json"),
        (
            .webTelemetryPath, "metrics",
            "--web.telemetry-path: \"metrics\" cannot be used; expected a path of its own that begins with /"
        ),
    ])
    func aBadValueIsNamed(flag: FlagName, value: String, message: String) {
        #expect(throws: SettingsError(message)) { try settings([flag: [value]]) }
        let fromVariable = message.replacing("--\(flag.rawValue)", with: flag.environmentName)
        #expect(throws: SettingsError(fromVariable)) { try settings([:], [flag.environmentName: value]) }
    }
}
