import Foundation
import Identity
import Testing

/// Which entry is taken, and what the `OS_*` variables make.
@Suite struct CloudsChoiceTests {
    private static let login = [
        "OS_AUTH_URL": "https://env.example.org/v3", "OS_USERNAME": "eve", "OS_PASSWORD": "pw", "OS_PROJECT_NAME": "p",
        "OS_USER_DOMAIN_NAME": "U", "OS_PROJECT_DOMAIN_ID": "pd",
    ]

    private func clouds(_ environment: [String: String]) throws -> [Cloud] {
        try CloudsFixtures.source(environment: environment).clouds(named: nil)
    }

    @Test func variablesMakeACloud() throws {
        let more = [
            "OS_REGION_NAME": "R", "OS_INTERFACE": "public", "OS_ENDPOINT_TYPE": "internalURL", "OS_CACERT": "~/ca.pem",
            "OS_CERT": "/c.pem", "OS_KEY": "/k.pem", "OS_INSECURE": "1", "OS_IDENTITY_API_VERSION": "3",
            "OS_IMAGE_ENDPOINT_OVERRIDE": "https://i.example.org", "OS_TENANT_NAME": "other", "OS_CLOUD": "",
        ]
        let cloud = try #require(try clouds(Self.login.merging(more) { $1 }).first)
        #expect(cloud.name == "envvars")
        #expect(
            cloud.written == [
                "auth_url": "https://env.example.org/v3", "username": "eve", "password": "pw", "project_name": "p",
                "user_domain_name": "U", "project_domain_id": "pd",
            ])
        #expect(cloud.region == "R")
        #expect(cloud.interface == .internal)
        #expect(cloud.imageEndpointOverride == "https://i.example.org")
        #expect(cloud.transport.caFile == "/home/alice/ca.pem")
        #expect([cloud.transport.certificateFile, cloud.transport.keyFile] == ["/c.pem", "/k.pem"])
        #expect(!cloud.transport.verify)
    }

    @Test(arguments: [
        (["OS_TOKEN": "t"], ["token": "t"]),
        (["OS_AUTH_TYPE": "v3token", "OS_TOKEN": "null", "OS_PROJECT_ID": "1"], ["token": "null", "project_id": "1"]),
        (
            ["OS_APPLICATION_CREDENTIAL_ID": "i", "OS_APPLICATION_CREDENTIAL_SECRET": "s"],
            ["application_credential_id": "i", "application_credential_secret": "s"]
        ),
        (
            [
                "OS_APPLICATION_CREDENTIAL_NAME": "n", "OS_APPLICATION_CREDENTIAL_SECRET": "s", "OS_USER_ID": "u",
                "OS_AUTH_TYPE": "v3applicationcredential",
            ],
            ["application_credential_name": "n", "application_credential_secret": "s", "user_id": "u"]
        ),
        (
            ["OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_TENANT_ID": "t", "OS_DEFAULT_DOMAIN": "d"],
            ["username": "u", "password": "p", "project_id": "t", "user_domain_id": "d"]
        ),
        (
            ["OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_PROJECT_ID": "t", "OS_DEFAULT_DOMAIN_NAME": "d"],
            ["username": "u", "password": "p", "project_id": "t", "user_domain_name": "d"]
        ),
        (
            ["OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_TENANT_NAME": "t", "OS_DOMAIN_NAME": "d"],
            [
                "username": "u", "password": "p", "project_name": "t", "user_domain_name": "d",
                "project_domain_name": "d",
            ]
        ),
    ])
    func variablesLogIn(variables: [String: String], expected: [String: String]) throws {
        let found = try clouds(variables.merging(["OS_AUTH_URL": "https://e.example.org"]) { $1 })
        #expect(found.map(\.written) == [expected.merging(["auth_url": "https://e.example.org"]) { $1 }])
    }

    @Test func variablesNeverOverrideANamedCloud() throws {
        let variables = Self.login.merging(["OS_CLOUD": "two", "OS_REGION_NAME": "R", "OS_INSECURE": "true"]) { $1 }
        let cloud = try #require(
            try CloudsFixtures.source(file: "alone/two-entries.yaml", environment: variables).clouds(named: nil).first)
        #expect(cloud.name == "two")
        #expect(cloud.written == ["auth_url": "https://two.example.org", "token": "gBBB"])
        #expect(cloud.region == nil)
        #expect(cloud.transport.verify)
    }

    @Test func aNameWinsOverOSCloud() throws {
        let source = CloudsFixtures.source(file: "alone/two-entries.yaml", environment: ["OS_CLOUD": "two"])
        #expect(try source.clouds(named: "one").map(\.name) == ["one"])
    }

    @Test func variablesWinOverTheOnlyEntry() throws {
        let source = CloudsFixtures.source(in: "agrees/password", environment: Self.login)
        #expect(try source.clouds(named: nil).map(\.name) == ["envvars"])
        #expect(try source.clouds(named: "envvars").map(\.written["username"]) == ["eve"])
        let named = Self.login.merging(["OS_CLOUD_NAME": "mine"]) { $1 }
        #expect(try clouds(named).map(\.name) == ["mine"])
    }

    @Test func variablesThatDoNotLogInMakeNoCloud() throws {
        let variables = ["OS_REGION_NAME": "R", "OS_CACERT": "/ca.pem", "OS_PROJECT_NAME": "p", "OS_USERNAME": ""]
        let source = CloudsFixtures.source(in: "agrees/password", environment: variables)
        #expect(try source.clouds(named: nil).map(\.region) == ["RegionOne"])
    }

    @Test func secureAloneIsEnough() throws {
        #expect(try CloudsFixtures.source(in: "secure-alone").clouds(named: nil).map(\.name) == ["prod"])
    }

    @Test func aChoiceThatCannotBeMadeNamesTheEntries() {
        let two = "alone/two-entries.yaml"
        #expect(
            CloudsFixtures.failure { try CloudsFixtures.source(file: two).clouds(named: nil) }
                == "\(two):2: clouds: several entries (one, two): choose one with --os-cloud or OS_CLOUD")
        #expect(
            CloudsFixtures.failure { try CloudsFixtures.source(file: two).clouds(named: "three") }
                == "\(two):2: clouds: no entry \"three\"; its entries are one, two")
        let source = CloudsFixtures.source(file: two, environment: ["OS_CLOUD": "three"])
        #expect(
            CloudsFixtures.failure { try source.clouds(named: nil) }
                == "\(two):2: clouds: no entry \"three\" (named by OS_CLOUD); its entries are one, two")
    }

    @Test func noFileIsSaidWithThePlacesLookedAt() {
        let looked = ["nowhere", "/home/alice/.config/openstack"].flatMap { directory in
            ["yaml", "yml", "json"].map { "\(directory)/clouds.\($0)" }
        }.joined(separator: ", ")
        #expect(
            CloudsFixtures.failure { try clouds([:]) }
                == "no cloud is given: there are no OS_* variables and no clouds.yaml; looked for \(looked)")
        #expect(
            CloudsFixtures.failure { try clouds(["OS_CLOUD": "x"]) }
                == "no entry \"x\" (named by OS_CLOUD): there is no clouds.yaml; looked for \(looked)")
    }
}
