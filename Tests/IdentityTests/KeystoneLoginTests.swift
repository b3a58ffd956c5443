import Foundation
import Testing

@testable import Identity

@Suite struct KeystoneLoginTests {
    private func body(_ authentication: Authentication) throws -> NSDictionary? {
        let cloud = Cloud(name: "c", authURL: "http://k", authentication: authentication)
        let body = try #require(KeystoneLogin(cloud: cloud).body())
        return try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary
    }

    @Test func thePasswordsBodyIsTheCaptures() throws {
        #expect(try body(Cloud.alice().authentication) == KeystoneFixture("pw-project").requestBody)
    }

    @Test func theApplicationCredentialsBodyIsTheCaptures() throws {
        let id = "bf18a5baf75c4d53bc9c983c00a29b54"
        #expect(
            try body(.applicationCredential(id: id, secret: Secret("app-secret")))
                == KeystoneFixture("appcred").requestBody)
    }

    @Test func theRescopesBodyIsTheCaptures() throws {
        let project = "45661599d26647c6a599e28f4a637f8b"
        #expect(
            try body(.token(Secret("<the token>"), project: .id(project)))
                == KeystoneFixture("token-rescope-beta").requestBody)
    }

    @Test func idsAndNamesStandWhereIdentityWantsThem() throws {
        let byID = try body(.password(user: .id("u1"), password: Secret("p"), project: .id("p1")))
        #expect(
            byID == [
                "auth": [
                    "identity": ["methods": ["password"], "password": ["user": ["id": "u1", "password": "p"]]],
                    "scope": ["project": ["id": "p1"]],
                ]
            ])
        let byName = try body(
            .applicationCredentialByName(name: "n", user: .name("u", domain: .id("d1")), secret: Secret("s")))
        #expect(
            byName == [
                "auth": [
                    "identity": [
                        "methods": ["application_credential"],
                        "application_credential": [
                            "name": "n", "secret": "s", "user": ["name": "u", "domain": ["id": "d1"]],
                        ],
                    ]
                ]
            ])
    }

    @Test(arguments: [
        ("http://k:5000", "http://k:5000/v3/auth/tokens"), ("http://k:5000/", "http://k:5000/v3/auth/tokens"),
        ("http://k:5000/v3", "http://k:5000/v3/auth/tokens"), ("http://k:5000/v3/", "http://k:5000/v3/auth/tokens"),
        ("https://h/identity", "https://h/identity/v3/auth/tokens"),
        ("https://h/identity/v3//", "https://h/identity/v3/auth/tokens"),
    ])
    func authURLMayEndAsItLikes(authURL: String, expected: String) {
        #expect(KeystoneLogin.tokensURL(authURL) == expected)
    }

    @Test func aTokenAsItIsIsLookedAt() throws {
        let cloud = Cloud(name: "c", authURL: "http://k", authentication: .token(Secret("t"), project: nil))
        let request = try #require(KeystoneLogin(cloud: cloud).request())
        #expect(request.method == .get)
        #expect(request.body == nil)
        #expect(request.headers.first { $0.name == "X-Subject-Token" }?.value == "t")
        #expect(request.headers.first { $0.name == "X-Auth-Token" }?.value == "t")
    }
}
