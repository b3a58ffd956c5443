import HTTPClient
import Synchronization
import Testing

@testable import Identity

@Suite struct SessionTests {
    /// 2026-11-23T10:32:38Z, when the captures were made; their tokens end an hour later.
    private static let captured = 1_795_429_958.0

    private func session(
        _ answers: [Result<Response, TransferError>], cloud: Cloud = .alice(), time: SetTime = SetTime(captured),
        reread: @escaping @Sendable () throws(IdentityError) -> Cloud = { .alice() }
    ) -> (session: Session, identity: ScriptedIdentity) {
        let identity = ScriptedIdentity(answers)
        return (Session(cloud: cloud, sender: identity, now: time.read, reread: reread), identity)
    }

    private func answer(_ name: String) throws -> Result<Response, TransferError> {
        .success(try KeystoneFixture(name).response)
    }

    @Test func aRealAnswerGivesAnAuthorization() async throws {
        let (session, identity) = session([try answer("pw-project")])
        let authorization = try await session.authorize()
        #expect(authorization.headers == [Header("X-Auth-Token", "gAAAAA-captured")])
        #expect(authorization.endpoint == "http://127.0.0.1:19292")
        #expect(authorization.projectID == "b906c9a9d2044a6eaa97e67065cbc8f3")
        #expect(!authorization.isAdmin)
        #expect(authorization.tokenExpiry == Self.captured + 3600)
        _ = try await session.authorize()
        #expect(identity.requests.count == 1)
    }

    @Test func aTokenNearItsEndIsRenewed() async throws {
        let time = SetTime(Self.captured)
        let (session, identity) = session([try answer("pw-project")], time: time)
        _ = try await session.authorize()
        time.advance(3479)
        _ = try await session.authorize()
        #expect(identity.requests.count == 1)
        time.advance(1)
        _ = try await session.authorize()
        #expect(identity.requests.count == 2)
    }

    @Test func aTokenThatTheImageAPIRefusesIsReplaced() async throws {
        let (session, identity) = session([try answer("pw-project")])
        let authorization = try await session.authorize()
        #expect(await session.imageAPIRefused(authorization))
        _ = try await session.authorize()
        #expect(identity.requests.count == 2)
    }

    @Test func anUnscopedTokenIsRefused() async throws {
        let (session, _) = session([try answer("pw-unscoped")])
        await #expect(throws: IdentityError.unscopedToken) { try await session.authorize() }
    }

    @Test func withoutACatalogThereIsNoEndpointUnlessOneIsGiven() async throws {
        let (session, _) = session([try answer("pw-nocatalog")])
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        var cloud = Cloud.alice()
        cloud.imageEndpointOverride = "http://g/image/v2/"
        let (other, _) = self.session([try answer("pw-nocatalog")], cloud: cloud)
        #expect(try await other.authorize().endpoint == "http://g/image")
    }

    @Test(arguments: [60, 1])
    func refusedLoginsOfAnHourAreSeven(interval: Int) async throws {
        let time = SetTime(0)
        let (session, identity) = session([try answer("pw-wrong")], time: time)
        for _ in stride(from: 0, to: 3600, by: interval) {
            await #expect(throws: IdentityError.self) { try await session.authorize() }
            time.advance(Double(interval))
        }
        // At 0, 1, 3, 7, 15, 30 and 45 minutes.
        #expect(identity.requests.count == 7)
    }

    @Test func changedCredentialsAllowALoginAtOnce() async throws {
        let changed = SetTime(0)
        let (session, identity) = session(
            [try answer("pw-wrong"), try answer("pw-project")], time: changed,
            reread: { .alice(password: changed.now.withLock { $0 } > 0 ? "new" : "alice-secret") })
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        await #expect(throws: IdentityError.backingOff(status: 401, until: 60)) { try await session.authorize() }
        #expect(identity.requests.count == 1)
        changed.advance(1)
        _ = try await session.authorize()
        #expect(identity.requests.count == 2)
    }

    @Test(arguments: [
        ("pw-wrong", IdentityError.refused(status: 401, message: "The request you have made requires authentication.")),
        ("not-found", .refused(status: 404, message: "")),
    ])
    func refusalsSayWhatIdentitySaid(fixture: String, expected: IdentityError) async throws {
        let (session, _) = session([try answer(fixture)])
        await #expect(throws: expected) { try await session.authorize() }
    }

    @Test(arguments: [
        (429, IdentityError.rateLimited("")), (503, .serverError(status: 503, "")), (300, .unexpectedStatus(300, "")),
    ])
    func otherStatusesAreNoRefusal(status: Int, expected: IdentityError) async throws {
        let response = Response(status: status, body: Body(Array("<html>".utf8)))
        let (session, identity) = session([.success(response)])
        for _ in 0..<2 { await #expect(throws: expected) { try await session.authorize() } }
        #expect(identity.requests.count == 2)
    }

    @Test(arguments: ["", "{", "[]", #"{"token":5}"#, #"{"token":{"project":{"id":"p"}}}"#])
    func garbageIsNoToken(text: String) async {
        let (session, _) = session([.success(Response(status: 201, body: Body(Array(text.utf8))))])
        await #expect(throws: IdentityError.self) { try await session.authorize() }
    }

    /// Such a text is no JSON, wherever it stands.
    @Test(arguments: [[0x00], [0x1F], [0xFF, 0xFE], [0xC0, 0xAF], []] as [[UInt8]])
    func aTextThatIsNoneMakesTheAnswerMalformed(bytes: [UInt8]) {
        let body = Array(#"{"token":{"project":{"id":"p"#.utf8) + bytes + Array(#""},"catalog":[]}}"#.utf8)
        let outcome = Result { () throws(IdentityError) in try KeystoneToken(body).projectID }
        #expect(outcome == (bytes.isEmpty ? .success("p") : .failure(.malformed("it is not a token's description"))))
    }

    @Test func aSecretThatTheServerRepeatsIsTakenOut() async throws {
        let tail = String(repeating: "x", count: 300)
        let body = #"{"error":{"code":401,"message":"wrong:\nalice-secret for \#(tail)"}}"#
        let (session, _) = session([.success(Response(status: 401, body: Body(Array(body.utf8))))])
        let error = await #expect(throws: IdentityError.self) { try await session.authorize() }
        let text = try #require(error?.description)
        #expect(text.contains("wrong: [redacted] for x"))
        #expect(!text.contains("alice-secret"))
        #expect(text.count < 260)
    }

    @Test func aLostConnectionIsNoRefusal() async throws {
        let lost = TransferError(.connect, "k:1: refused")
        let (session, identity) = session([.failure(lost), try answer("pw-project")])
        await #expect(throws: IdentityError.transfer(lost)) { try await session.authorize() }
        _ = try await session.authorize()
        #expect(identity.requests.count == 2)
    }

    @Test func withoutALoginNothingIsAsked() async throws {
        var cloud = Cloud(name: "n", authURL: nil, authentication: .none)
        cloud.imageEndpointOverride = "http://g:9292/v2"
        let (session, identity) = session([.failure(TransferError(.internal, "asked"))], cloud: cloud)
        #expect(try await session.authorize() == Authorization(headers: [], endpoint: "http://g:9292"))
        #expect(identity.requests.isEmpty)
    }

    @Test func whoAsksMeanwhileSharesTheLogin() async throws {
        let (gates, gate) = AsyncStream.makeStream(of: Void.self)
        let (entries, entered) = AsyncStream.makeStream(of: Void.self)
        let identity = ScriptedIdentity([try answer("pw-project")]) {
            entered.yield()
            for await _ in gates { break }
        }
        let session = Session(cloud: .alice(), sender: identity, now: { Self.captured }, reread: { .alice() })
        async let first = session.authorize()
        for await _ in entries { break }
        async let second = session.authorize()
        gate.yield()
        gate.finish()
        let both = try await (first, second)
        #expect(both.0 == both.1)
        #expect(identity.requests.count == 1)
    }
}
