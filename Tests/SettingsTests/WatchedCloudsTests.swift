import HTTPClient
import Identity
import ImageAPI
import Testing

@testable import Settings

@Suite struct WatchedCloudsTests {
    private func named(_ name: String, in file: String = "good/whole.yaml") throws -> WatchedCloud {
        try #require(try SettingsFixtures.read(file).first { $0.cloud.name == name })
    }

    @Test func namesAreTheFilesElseTheEntriesWithTheirRegions() throws {
        #expect(
            try SettingsFixtures.read("good/whole.yaml").map(\.cloud.name) == [
                "prod", "everywhere-One", "everywhere-Two", "two", "direct", "apart-One", "apart-Two", "robot", "open",
            ])
    }

    @Test func aCloudOfWhichNothingIsSaidHasTheFilesDefaults() throws {
        let prod = try named("prod")
        #expect(prod.cloud.region == "eu-de")
        #expect(prod.listing == ListingSettings())
        #expect(prod.poll == PollSettings(interval: .seconds(120), timeout: .seconds(300), maxAge: .seconds(660)))
        #expect(prod.labels.isEmpty)
        #expect(prod.maxLabelValues == 100)
        #expect(prod.cloud.transport.proxy == .environment)
    }

    @Test(arguments: ["everywhere-One", "everywhere-Two"])
    func everyKeyOfACloudIsRead(name: String) throws {
        let watched = try named(name)
        #expect(watched.cloud.region == String(name.suffix(3)))
        #expect(watched.listing.dialect == .ims)
        #expect(watched.listing.path == .cloudimages)
        #expect(watched.listing.pageSize == 500)
        #expect(watched.listing.market)
        #expect(
            watched.labels == [
                ConstantLabel("A_1", "on"), ConstantLabel("team", "compute"), ConstantLabel("zone", "1"),
            ]
        )
        #expect(watched.poll == PollSettings(interval: .zero, timeout: .seconds(300), maxAge: .seconds(900)))
        #expect(watched.maxLabelValues == 25)
        #expect(watched.cloud.transport.proxy == .url("http://proxy.example:3128"))
    }

    @Test func aRegionIsChosenOfAnEntry() throws {
        #expect(try named("two").cloud.region == "Two")
    }

    @Test func aCloudMayBeWrittenInline() throws {
        let direct = try named("direct").cloud
        #expect(direct.authURL == "https://id.example/v3")
        #expect(direct.region == "eu-de")
        #expect(direct.interface == .internal)
        #expect(
            direct.authentication
                == .password(
                    user: .name("alice", domain: .name("Staff")), password: Secret("second"),
                    project: .name("images", domain: .id("default"))))
        #expect(direct.transport.caFile == SettingsFixtures.directory + "/good/ca/bundle.pem")
        #expect(direct.transport.certificateFile == "/etc/tls/client.pem")
        #expect(direct.transport.keyFile == "/home/alice/client.key")
    }

    @Test func everyKindOfLoginMayBeInline() throws {
        #expect(try named("apart-Two").cloud.authURL == "https://Two.example/v3")
        #expect(try named("apart-Two").cloud.authentication == .token(Secret("gAAAA-token"), project: nil))
        #expect(try named("apart-Two").cloud.transport.verify == false)
        #expect(
            try named("robot").cloud.authentication
                == .applicationCredential(id: "c1", secret: Secret("credential-secret")))
        #expect(try named("open").cloud.authentication == .none)
        #expect(try named("open").cloud.imageEndpointOverride == "http://images.example:9292")
    }

    @Test func cloudsYamlIsReadForItsEntriesAlone() throws {
        let elsewhere: [FlagName: [String]] = [.osClientConfig: ["/nowhere/clouds.yaml"]]
        #expect(try SettingsFixtures.read("good/inline.yaml", elsewhere).map(\.cloud.name) == ["open"])
        #expect(
            SettingsFixtures.failure("good/bounds.yaml", elsewhere)
                == "good/bounds.yaml:3: clouds[0].cloud: /nowhere/clouds.yaml: there is no such file")
    }

    @Test func requestsASecondAreTheCloudsElseTheFiles() throws {
        let watched = try SettingsFixtures.read("good/on-request.yaml")
        #expect(watched.map(\.poll.maxRequestsPerSecond) == [2.5, nil])
        #expect(watched.map(\.kept.stuck) == [1000, 0])
        #expect(watched.map(\.kept.images) == [100_000, 0])
        #expect(watched.map(\.kept.owners) == [false, true])
        #expect(watched.map(\.isCompatible) == [true, true])
    }

    @Test func boundsAreAllowed() throws {
        let watched = try SettingsFixtures.read("good/bounds.yaml")
        #expect(watched.map(\.listing.pageSize) == [1, 1000])
        #expect(watched.map(\.maxLabelValues) == [1, 10_000])
        #expect(
            watched.first?.poll
                == PollSettings(interval: .milliseconds(100), timeout: .milliseconds(1), maxAge: .milliseconds(101)))
    }

    @Test func theLongestNamesAndTheMostLabelsAreAllowed() throws {
        let watched = try #require(try SettingsFixtures.read("good/longest.yaml").first)
        #expect(watched.cloud.name == String(repeating: "n", count: 256))
        #expect(watched.labels.count == 32)
        #expect(
            watched.labels.first
                == ConstantLabel(String(repeating: "L", count: 256), String(repeating: "v", count: 256)))
    }

    @Test func variablesAreNotFilledIn() throws {
        let failure = SettingsFixtures.failure("wrong/entry-unknown.yaml", [:], ["prdo": "prod"])
        #expect(failure.contains("no entry \"prdo\""))
    }

    @Test func withoutAFileTheFlagsNameTheCloud() throws {
        let flags: [FlagName: [String]] = [.osCloud: ["prod"], .dialect: ["ims"], .pollInterval: ["0"]]
        let watched = try SettingsFixtures.read(nil, flags)
        #expect(watched.map(\.cloud.name) == ["prod"])
        #expect(watched.first?.listing.dialect == .ims)
        #expect(
            watched.first?.poll
                == PollSettings(interval: .zero, timeout: .seconds(600), maxAge: .seconds(600)))
    }

    @Test(arguments: ["good/defaults.yaml", "good/empty.yaml"])
    func aFileWithoutCloudsGivesDefaultsToTheOneNamedElsewhere(file: String) throws {
        let expected =
            file == "good/empty.yaml"
            ? PollSettings(interval: .seconds(60), timeout: .seconds(600), maxAge: .seconds(780))
            : PollSettings(interval: .seconds(300), timeout: .seconds(60), maxAge: .seconds(420))
        #expect(try SettingsFixtures.read(file, [.osCloud: ["test"]]).map(\.poll) == [expected])
        #expect(try SettingsFixtures.read(file, [:], ["OS_CLOUD": "test"]).map(\.poll) == [expected])
        let variables = ["OS_AUTH_URL": "https://id.example", "OS_TOKEN": "t"]
        #expect(try SettingsFixtures.read(file, [:], variables).map(\.cloud.name) == ["envvars"])
    }
}
