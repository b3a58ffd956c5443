import HTTPClient
import Identity
import ImageAPI
import Testing

@testable import Settings

@Suite struct WatchedCloudsTests {
    private static let inline =
        "auth: {auth_url: 'http://k:5000', username: u, project_id: x, user_domain_id: d, password_file: secret}"

    @Test func everyKeyIsTaken() throws {
        let folder = try ConfigurationFolder(
            """
            poll: {interval: 30s, timeout: 2m, max_age: 20m}
            clouds:
              - cloud: prod
              - name: huawei
                \(Self.inline)
                region: eu-de
                dialect: ims
                path: /v2/cloudimages
                page_size: 500
                market: true
                labels: {team: compute, a: 7}
                poll: {interval: 5m}
                max_label_values: 20
                proxy: http://proxy:3128
                verify: false
            """)
        try folder.write("secret", "s3cret\n")
        let clouds = try folder.read()
        #expect(clouds.map(\.cloud.name) == ["prod", "huawei"])
        expectDefaults(clouds[0])
        try expectAllOfIt(clouds[1])
    }

    private func expectDefaults(_ prod: WatchedCloud) {
        #expect(prod.cloud.region == "R")
        #expect(prod.listing == ListingSettings())
        #expect(prod.poll == PollSettings(interval: .seconds(30), timeout: .seconds(120), maxAge: .seconds(1200)))
        #expect(prod.labels.isEmpty)
        #expect(prod.maxLabelValues == 100)
        #expect(prod.cloud.transport == TransportSettings())
    }

    private func expectAllOfIt(_ huawei: WatchedCloud) throws {
        #expect(huawei.cloud.region == "eu-de")
        #expect(huawei.cloud.authURL == "http://k:5000")
        guard case .password(_, let password, _) = huawei.cloud.authentication else {
            Issue.record("\(huawei.cloud.authentication)")
            return
        }
        #expect(password.reveal() == "s3cret")
        #expect(huawei.listing.dialect == .ims)
        #expect(huawei.listing.path == .cloudimages)
        #expect(huawei.listing.pageSize == 500)
        #expect(huawei.listing.market)
        #expect(huawei.labels == [ConstantLabel("a", "7"), ConstantLabel("team", "compute")])
        #expect(huawei.poll == PollSettings(interval: .seconds(300), timeout: .seconds(120), maxAge: .seconds(1200)))
        #expect(huawei.maxLabelValues == 20)
        #expect(huawei.cloud.transport.proxy == .url("http://proxy:3128"))
        #expect(!huawei.cloud.transport.verify)
    }

    @Test func flagsWinOverTheFileAndACloudOverThePollOfAll() throws {
        let folder = try ConfigurationFolder(
            """
            poll: {interval: 30s, timeout: 2m}
            clouds: [{cloud: prod, dialect: ims, poll: {interval: 0}}]
            """)
        #expect(try folder.read()[0].poll.interval == .zero)
        #expect(try folder.read()[0].poll.timeout == .seconds(120))
        #expect(try folder.read()[0].poll.maxAge == .seconds(600))
        let flagged = try folder.read([.pollInterval: ["9s"], .dialect: ["auto"]])[0]
        #expect(flagged.poll.interval == .seconds(9))
        #expect(flagged.listing.dialect == .auto)
        let variable = ["GLANCE_EXPORTER_POLL_INTERVAL": "8s"]
        #expect(try folder.read([:], variable)[0].poll.interval == .seconds(8))
    }

    @Test func withoutCloudsTheFileGivesDefaultsOnly() throws {
        let folder = try ConfigurationFolder("poll: {interval: 30s}\n")
        let cloud = try folder.read([.osCloud: ["prod"]])
        #expect(cloud.map(\.cloud.name) == ["prod"])
        #expect(cloud[0].poll.interval == .seconds(30))
        let empty = try ConfigurationFolder("")
        #expect(try empty.read([.osCloud: ["prod"]])[0].poll.interval == .seconds(60))
    }

    @Test func anEntryOfSeveralRegionsIsSeveralClouds() throws {
        let folder = try ConfigurationFolder("clouds: [{cloud: both}, {cloud: both, name: mine}]\n")
        #expect(try folder.read().map(\.cloud.name) == ["both-A", "both-B", "mine-A", "mine-B"])
        let one = try ConfigurationFolder("clouds: [{cloud: both, region: B}, {name: prod}]\n")
        #expect(try one.read().map(\.cloud.name) == ["both", "prod"])
        #expect(try one.read().map(\.cloud.region) == ["B", "R"])
    }

    @Test func secretsAreReadAgain() throws {
        let folder = try ConfigurationFolder("clouds:\n  - name: c\n    \(Self.inline)\n")
        for secret in ["one", "two"] {
            try folder.write("secret", secret)
            guard case .password(_, let password, _) = try folder.read()[0].cloud.authentication else {
                Issue.record("no password")
                return
            }
            #expect(password.reveal() == secret)
        }
    }
}
