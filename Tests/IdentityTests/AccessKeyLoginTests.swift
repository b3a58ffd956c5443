import HTTPClient
import Testing

@testable import Identity

@Suite struct AccessKeyLoginTests {
    private static let now = 1_709_251_199.0
    private static let key = AccessKey(id: "AK", secret: Secret("s3cret"))

    private func cloud(
        _ project: ScopedReference = .id("p1"), origin: AccessKeyOrigin = .given(key),
        endpoint: String? = "https://ims.test"
    ) -> Cloud {
        var cloud = Cloud(
            name: "c", authURL: "https://iam.test/v3",
            authentication: .accessKey(origin, scheme: .current, project: project))
        cloud.imageEndpointOverride = endpoint
        return cloud
    }

    private func answer(
        _ body: String, _ status: Int = 200, _ fields: [Header] = []
    ) -> Result<Response, TransferError> {
        .success(Response(status: status, headers: fields, body: Body(Array(body.utf8))))
    }

    private func session(
        _ cloud: Cloud, _ answers: [Result<Response, TransferError>], time: SetTime = SetTime(now)
    ) -> (session: Session, identity: ScriptedIdentity) {
        let identity = ScriptedIdentity(answers)
        return (Session(cloud: cloud, sender: identity, now: time.read, reread: { cloud }), identity)
    }

    private func asked(_ identity: ScriptedIdentity) -> [String] {
        identity.requests.map { "\($0.method.rawValue) \($0.url)" }
    }

    private func signedNames(_ request: Request) -> String? {
        request.headers.first { $0.name == "Authorization" }?.value.split(separator: " ")
            .first { $0.hasPrefix("SignedHeaders=") }.map { String($0.dropFirst(14).dropLast()) }
    }

    @Test func aProjectAndAnEndpointLeaveNothingToAsk() async throws {
        let (session, identity) = session(cloud(), [answer("", 500)])
        let authorization = try await session.authorize()
        #expect(identity.requests.isEmpty)
        #expect(authorization.endpoint == "https://ims.test")
        #expect(authorization.projectID == "p1")
        let request = authorization.proving(Request(.list, .get, "https://ims.test/v2/images"), at: Self.now)
        #expect(request.headers.contains(Header("X-Project-Id", "p1")))
        #expect(request.headers.contains(Header("X-Sdk-Date", "20240229T235959Z")))
        #expect(signedNames(request) == "host;x-project-id;x-sdk-date")
    }

    @Test func aProjectIsLookedUpByNameWithASignature() async throws {
        let (session, identity) = session(
            cloud(.name("eu-de", domain: nil)),
            [answer(#"{"projects":[{"id":"p0","name":"eu-de_x"},{"id":"p1","name":"eu-de"},{"name":"eu-de"}]}"#)])
        #expect(try await session.authorize().projectID == "p1")
        #expect(asked(identity) == ["GET https://iam.test/v3/projects?name=eu-de"])
        #expect(identity.requests.compactMap(signedNames) == ["host;x-sdk-date"])
    }

    @Test func anUnknownProjectIsNamed() async throws {
        let (session, _) = session(cloud(.name("eu-de", domain: nil)), [answer(#"{"projects":[]}"#)])
        await #expect(throws: IdentityError.noProject("eu-de")) { try await session.authorize() }
    }

    private static let endpoints = #"[{"interface":"public","region_id":"eu-de","url":"https://ims.eu-de.test/v2"}]"#

    @Test func theEndpointIsTheCatalogs() async throws {
        let (session, identity) = session(
            cloud(endpoint: nil), [answer(#"{"catalog":[{"type":"image","endpoints":\#(Self.endpoints)}]}"#)])
        #expect(try await session.authorize().endpoint == "https://ims.eu-de.test")
        #expect(asked(identity) == ["GET https://iam.test/v3/auth/catalog"])
        #expect(identity.requests.compactMap(signedNames) == ["host;x-project-id;x-sdk-date"])
    }

    @Test func withoutACatalogTheServicesAreAsked() async throws {
        let (session, identity) = session(
            cloud(endpoint: nil),
            [
                answer("{}", 404), answer(#"{"services":[{"id":"s0","type":"ims"},{"id":"s1","type":"image"}]}"#),
                answer(#"{"endpoints":\#(Self.endpoints)}"#),
            ])
        #expect(try await session.authorize().endpoint == "https://ims.eu-de.test")
        #expect(
            asked(identity).dropFirst() == [
                "GET https://iam.test/v3/services?type=image", "GET https://iam.test/v3/endpoints?service_id=s1",
            ])
    }

    /// The login is the request itself, and an account must not be locked.
    @Test func aRefusedKeyBacksOffAsALoginDoes() async throws {
        let time = SetTime(Self.now)
        let (session, _) = session(cloud(), [answer("", 500)], time: time)
        let authorization = try await session.authorize()
        #expect(await !session.imageAPIRefused(authorization))
        await #expect(throws: IdentityError.backingOff(status: 401, until: Self.now + 60)) {
            try await session.authorize()
        }
        time.advance(60)
        #expect(await !session.imageAPIRefused(try await session.authorize()))
        await #expect(throws: IdentityError.backingOff(status: 401, until: Self.now + 180)) {
            try await session.authorize()
        }
        time.advance(120)
        await session.imageAPIAccepted(try await session.authorize())
        #expect(await !session.imageAPIRefused(authorization))
        await #expect(throws: IdentityError.backingOff(status: 401, until: Self.now + 240)) {
            try await session.authorize()
        }
    }

    // MARK: Agencies

    private static let token = #"""
        {"token":{"expires_at":"2040-01-01T00:00:00.000000Z","project":{"id":"lent"},
        "catalog":[{"type":"image","endpoints":\#(endpoints)}]}}
        """#

    private func agency(by base: Authentication) -> Cloud {
        Cloud(
            name: "c", authURL: "https://iam.test/v3",
            authentication: .agency(
                Agency(name: "role", domainName: "LENDER"), by: base,
                project: .name("eu-de", domain: .name("LENDER"))))
    }

    private static let assumeRole =
        #"{"auth":{"identity":{"assume_role":{"agency_name":"role","domain_name":"LENDER","xrole_name":"role"},"#
        + #""methods":["assume_role"]},"scope":{"project":{"domain":{"name":"LENDER"},"name":"eu-de"}}}}"#

    private func body(_ request: Request?) -> String { String(decoding: request?.body ?? [], as: UTF8.self) }

    @Test func aUserTakesAnAgencyOnWithATokenOfTheOwnDomain() async throws {
        let base = Authentication.password(
            user: .name("u", domain: .name("OWN")), password: Secret("s3cret"), project: .id("unused"))
        let (session, identity) = session(
            agency(by: base),
            [
                answer(#"{"token":{}}"#, 201, [Header("X-Subject-Token", "own")]),
                answer(Self.token, 201, [Header("X-Subject-Token", "lent-token")]),
            ])
        let authorization = try await session.authorize()
        #expect(authorization.headers == [Header("X-Auth-Token", "lent-token")])
        #expect(authorization.projectID == "lent")
        #expect(asked(identity) == Array(repeating: "POST https://iam.test/v3/auth/tokens", count: 2))
        #expect(body(identity.requests.first).contains(#""scope":{"domain":{"name":"OWN"}}"#))
        #expect(body(identity.requests.last) == Self.assumeRole)
        #expect(identity.requests.last?.headers.contains(Header("X-Auth-Token", "own")) == true)
    }

    @Test func anAccessKeyTakesAnAgencyOnWithASignatureForItsDomain() async throws {
        let (session, identity) = session(
            agency(by: .accessKey(.given(Self.key), scheme: .current, project: .id("unused"))),
            [
                answer(#"{"domains":[{"id":"d1","name":"OWN"}]}"#),
                answer(Self.token, 201, [Header("X-Subject-Token", "lent-token")]),
            ])
        #expect(try await session.authorize().headers == [Header("X-Auth-Token", "lent-token")])
        #expect(
            asked(identity) == ["GET https://iam.test/v3/auth/domains", "POST https://iam.test/v3/auth/tokens"])
        #expect(body(identity.requests.last) == Self.assumeRole)
        #expect(identity.requests.compactMap(signedNames) == ["host;x-sdk-date", "host;x-domain-id;x-sdk-date"])
        #expect(identity.requests.last?.headers.contains(Header("X-Domain-Id", "d1")) == true)
    }

    // MARK: Metadata

    private static let securityKey = #"""
        {"credential":{"access":"AK2","secret":"sk2","securitytoken":"st2","expires_at":"2024-03-01T12:00:00.000000Z"}}
        """#
    private static let metadata = AccessKeyOrigin.metadata(url: "http://md.test")

    @Test func theServerLendsATemporaryKey() async throws {
        let (session, identity) = session(
            cloud(origin: Self.metadata), [answer("md-token"), answer(Self.securityKey)])
        let authorization = try await session.authorize()
        #expect(
            asked(identity) == [
                "PUT http://md.test/meta-data/latest/api/token", "GET http://md.test/openstack/latest/securitykey",
            ])
        #expect(identity.requests[0].headers == [Header("X-Metadata-Token-Ttl-Seconds", "21600")])
        #expect(identity.requests[1].headers == [Header("X-Metadata-Token", "md-token")])
        #expect(identity.requests.allSatisfy { $0.isDirect && $0.operation == .metadata })
        #expect(authorization.tokenExpiry == 1_709_294_400)
        let request = authorization.proving(Request(.list, .get, "https://ims.test/v2/images"), at: Self.now)
        #expect(request.headers.contains(Header("X-Security-Token", "st2")))
        #expect(signedNames(request) == "host;x-project-id;x-sdk-date;x-security-token")
    }

    @Test(arguments: [404, 405, 503]) func anOlderServiceHasNoToken(status: Int) async throws {
        let (session, identity) = session(
            cloud(origin: Self.metadata), [answer("", status), answer(Self.securityKey)])
        _ = try await session.authorize()
        #expect(identity.requests.last?.headers == [])
    }

    @Test func anotherAnswerIsAnError() async throws {
        let refused = session(cloud(origin: Self.metadata), [answer("", 403)]).session
        await #expect(throws: IdentityError.metadata(status: 403, "no token")) { try await refused.authorize() }
        let bare = session(cloud(origin: Self.metadata), [answer("", 404)]).session
        await #expect(throws: IdentityError.metadata(status: 404, "no access key; has the server an agency?")) {
            try await bare.authorize()
        }
        for body in [
            "{}", #"{"credential":{"access":"a b","secret":"s"}}"#, #"{"credential":{"access":"","secret":""}}"#,
        ] {
            let odd = session(cloud(origin: Self.metadata), [answer("t"), answer(body)]).session
            await #expect(throws: IdentityError.metadata(status: 200, "the access key's description is malformed")) {
                try await odd.authorize()
            }
        }
    }

    /// 40 minutes before its end; and where that fails, the old one serves until it is nearly over.
    @Test func theKeyIsRenewedInTimeOrKeptToItsEnd() async throws {
        let time = SetTime(1_709_294_400 - 2401)
        let (session, identity) = session(
            cloud(origin: Self.metadata), [answer("t"), answer(Self.securityKey), answer("", 500)], time: time)
        let first = try await session.authorize()
        #expect(try await session.authorize() == first)
        #expect(identity.requests.count == 2)
        time.advance(1)
        #expect(try await session.authorize() == first)
        #expect(identity.requests.count == 3)
        time.advance(2279)
        #expect(try await session.authorize() == first)
        time.advance(1)
        await #expect(throws: IdentityError.metadata(status: 500, "no token")) { try await session.authorize() }
    }

    @Test func aLentKeyThatIsRefusedIsFetchedAfresh() async throws {
        let (session, identity) = session(
            cloud(origin: Self.metadata),
            [answer("t"), answer(Self.securityKey), answer("t"), answer(Self.securityKey)])
        #expect(await session.imageAPIRefused(try await session.authorize()))
        _ = try await session.authorize()
        #expect(identity.requests.count == 4)
    }

    @Test func whatIdentityRepeatsOfTheKeyIsNotShown() async throws {
        let said = #"{"error":{"message":"bad s3cret and t0ken"}}"#
        let key = AccessKey(id: "AK", secret: Secret("s3cret"), securityToken: Secret("t0ken"))
        let (session, _) = session(cloud(.name("n", domain: nil), origin: .given(key)), [answer(said, 401)])
        await #expect(throws: IdentityError.refused(status: 401, message: "bad [redacted] and [redacted]")) {
            try await session.authorize()
        }
    }
}
