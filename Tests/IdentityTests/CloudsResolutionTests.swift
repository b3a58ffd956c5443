import Identity
import Testing

/// What is not openstacksdk's own way: its faults, and where several layers meet.
@Suite struct CloudsResolutionTests {
    private static let url = "https://identity.example.org"

    @Test(arguments: [
        // openstacksdk drops this credential without a word.
        (
            "application-credential-without-type",
            ["application_credential_id": "c0ffee", "application_credential_secret": "hush"]
        ),
        (
            "named-application-credential-without-type",
            [
                "application_credential_name": "monitor", "application_credential_secret": "hush",
                "username": "alice", "user_domain_id": "default",
            ]
        ),
        // openstacksdk crashes.
        ("token-without-type", ["token": "gAAA"]),
        ("token-and-application-credential", ["token": "gAAA"]),
        ("type-wins", ["application_credential_id": "c0ffee", "application_credential_secret": "hush"]),
        // openstacksdk makes them 7, 31 and 1000.0.
        ("numbers", ["user_id": "007", "password": "0x1F", "project_id": "1e3"]),
        (
            "words",
            [
                "username": "yes", "password": "null", "project_name": "12_000", "user_domain_id": "1.10",
                "project_domain_id": "0o17",
            ]
        ),
        ("no-domain", login(["user_domain_id": "default", "project_domain_id": "default"])),
        ("default-domain", login(["user_domain_name": "U", "project_domain_id": "d1"])),
        ("default-domain-name", login(["user_domain_name": "Dn", "project_domain_name": "Dn"])),
        ("domain-leaves-the-own", login(["user_domain_name": "U", "project_domain_id": "d1"])),
        ("id-wins", ["user_id": "u1", "password": "wonder", "project_id": "p1"]),
        ("unknown-keys", ["token": "gAAA"]),
    ])
    func logsIn(fixture: String, expected: [String: String]) throws {
        let clouds = try CloudsFixtures.source(file: "alone/\(fixture).yaml").clouds(named: nil)
        #expect(clouds.map(\.written) == [expected.merging(["auth_url": Self.url]) { $1 }])
        #expect(clouds.map(\.name) == ["prod"])
    }

    private static func login(_ domains: [String: String]) -> [String: String] {
        domains.merging(["username": "alice", "password": "wonder", "project_name": "rabbit"]) { $1 }
    }

    @Test func noneTakesAnEndpoint() throws {
        let cloud = try #require(
            try CloudsFixtures.source(file: "alone/none-by-endpoint.yaml").clouds(named: nil).first)
        #expect(cloud.authentication == .none)
        #expect(cloud.authURL == nil)
        #expect(cloud.imageEndpointOverride == "http://127.0.0.1:9292/")
    }

    @Test func aTrailingURLIsDropped() throws {
        let clouds = try CloudsFixtures.source(file: "alone/interface-url.yaml").clouds(named: nil)
        #expect(clouds.map(\.interface) == [.admin])
    }

    @Test func quotedBooleansCount() throws {
        let clouds = try CloudsFixtures.source(file: "alone/quoted-booleans.yaml").clouds(named: nil)
        #expect(clouds.map(\.transport.verify) == [false])
    }

    @Test func aHigherLayersSpellingVoidsTheLowersOther() throws {
        let cloud = try #require(try CloudsFixtures.source(in: "profile-layers").clouds(named: "prod").first)
        #expect(
            cloud.written == [
                "auth_url": "https://north.example.org/north/v3", "username": "alice", "password": "wonder",
                "project_name": "own", "user_domain_name": "Own", "project_domain_id": "default",
            ])
        #expect(cloud.interface == .public)
        #expect(cloud.region == "north")
        #expect(cloud.imageEndpointOverride == "https://images.north.example.org")
    }

    @Test func anEntrysOwnRegionNeedNotBeTheProfiles() throws {
        let clouds = try CloudsFixtures.source(in: "profile-layers").clouds(named: "elsewhere")
        #expect(clouds.map(\.region) == ["west"])
        #expect(clouds.map(\.authURL) == ["https://west.example.org/west/v3"])
        #expect(clouds.map(\.imageEndpointOverride) == [nil])
    }

    @Test func aNullUnsetsWhatTheProfileSays() throws {
        let clouds = try CloudsFixtures.source(in: "profile-layers").clouds(named: "nulls")
        #expect(clouds.map(\.interface) == [.public])
        #expect(clouds.map(\.written["user_domain_id"]) == ["default"])
    }

    @Test func anUnknownProfileCostsNothingElse() throws {
        #expect(try CloudsFixtures.source(in: "profile-layers").clouds(named: "unknown").count == 1)
    }

    @Test func aRegionCanBeAskedFor() throws {
        let source = CloudsFixtures.source(in: "agrees/regions")
        let clouds = try source.clouds(named: "prod", region: "eu-nl")
        #expect(clouds.map(\.name) == ["prod"])
        #expect(clouds.map(\.region) == ["eu-nl"])
        #expect(clouds.map(\.authURL) == ["https://iam.eu-nl.example.org/v3"])
        #expect(
            CloudsFixtures.failure { try source.clouds(named: "prod", region: "eu-fr") }
                == "agrees/regions/clouds.yaml:4: clouds.prod.regions: "
                + "there is no region \"eu-fr\"; its regions are eu-de, eu-nl")
        let single = try CloudsFixtures.source(in: "agrees/password").clouds(named: "prod", region: "Two")
        #expect(single.map(\.region) == ["Two"])
    }
}
