import ImageAPI
import Testing

@testable import Settings

/// Flag, environment, `clouds[].poll`, `poll`, default, in this order.
@Suite struct SettingsPrecedenceTests {
    private func everywhere(
        _ flags: [FlagName: [String]] = [:], _ environment: [String: String] = [:]
    ) throws -> WatchedCloud {
        try #require(
            try SettingsFixtures.read("good/whole.yaml", flags, environment)
                .first { $0.cloud.name == "everywhere-One" })
    }

    private let variable = FlagName.pollInterval.environmentName

    @Test func theCloudsOwnWinsOverTheFiles() throws {
        #expect(try everywhere().poll.interval == .zero)
        #expect(try everywhere().poll.timeout == .seconds(300))
    }

    @Test func aVariableWinsOverTheFile() throws {
        #expect(try everywhere([:], [variable: "90s"]).poll.interval == .seconds(90))
    }

    @Test func aFlagWinsOverAll() throws {
        #expect(try everywhere([.pollInterval: ["80s"]], [variable: "90s"]).poll.interval == .seconds(80))
        #expect(try everywhere([.pollTimeout: ["7s"]]).poll.timeout == .seconds(7))
        #expect(try everywhere([.pollMaxAge: ["20m"]]).poll.maxAge == .seconds(1200))
    }

    @Test func theDialectOfAFlagWins() throws {
        let bounds = try SettingsFixtures.read("good/bounds.yaml", [.dialect: ["glance"]])
        #expect(bounds.map(\.listing.dialect) == [.glance, .glance])
        #expect(
            SettingsFixtures.failure("good/whole.yaml", [.dialect: ["glance"]])
                == "good/whole.yaml:7: clouds[1].path: /v2/cloudimages needs the dialect ims or auto, "
                + "and --dialect says glance")
        #expect(
            SettingsFixtures.failure("good/whole.yaml", [:], ["GLANCE_EXPORTER_DIALECT": "glance"])
                == "good/whole.yaml:7: clouds[1].path: /v2/cloudimages needs the dialect ims or auto, "
                + "and GLANCE_EXPORTER_DIALECT says glance")
    }

    @Test func aMaximalAgeIsJudgedByWhatIsInForce() throws {
        // By itself less than the default interval and timeout.
        let watched = try SettingsFixtures.read("good/bounds.yaml", [.pollMaxAge: ["5m"]])
        #expect(watched.map(\.poll.maxAge) == [.seconds(300), .seconds(300)])
        #expect(
            SettingsFixtures.failure("good/whole.yaml", [.pollMaxAge: ["6m"]])
                == "--poll.max-age: 6m is less than interval + timeout of clouds[0], 7m: "
                + "results would be dropped between two good polls")
        #expect(
            SettingsFixtures.failure("good/defaults.yaml", [.pollTimeout: ["3m"], .osCloud: ["prod"]])
                == "good/defaults.yaml:1: poll.max_age: 7m is less than interval + timeout, 8m: "
                + "results would be dropped between two good polls")
    }

    @Test func aCloudOfAFlagClashesWithTheFiles() {
        let message = "the file names its clouds itself, and"
        #expect(
            SettingsFixtures.failure("good/whole.yaml", [.osCloud: ["prod"]])
                == "good/whole.yaml:3: clouds: \(message) --os-cloud names another; expected one of the two")
        #expect(
            SettingsFixtures.failure("good/whole.yaml", [:], ["GLANCE_EXPORTER_OS_CLOUD": "prod"])
                == "good/whole.yaml:3: clouds: \(message) GLANCE_EXPORTER_OS_CLOUD names another; "
                + "expected one of the two")
    }

    @Test func openStacksOwnVariablesDoNotTouchAFileOfClouds() throws {
        let variables = ["OS_CLOUD": "nobody", "OS_AUTH_URL": "https://other.example", "OS_TOKEN": "t"]
        let plain = try SettingsFixtures.read("good/whole.yaml")
        #expect(try SettingsFixtures.read("good/whole.yaml", [:], variables) == plain)
    }
}
