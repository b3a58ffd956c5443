import HTTPClient
import Synchronization
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(1))) struct SessionLoginTests {
    private static let captured = 1_795_429_958.0

    private func answer(_ name: String) throws -> Result<Response, TransferError> {
        .success(try KeystoneFixture(name).response)
    }

    private func answer(_ status: Int, _ body: String) -> Result<Response, TransferError> {
        .success(Response(status: status, headers: [Header("X-Subject-Token", "t")], body: Body(Array(body.utf8))))
    }

    private func session(
        _ identity: any RequestSender, cloud: Cloud = .alice(), now: @escaping @Sendable () -> Double = { captured },
        reread: @escaping @Sendable () throws(IdentityError) -> Cloud = { .alice() }
    ) -> Session {
        Session(cloud: cloud, sender: identity, now: now, reread: reread)
    }

    @Test(arguments: ["admin", "Admin", "ADMIN"])
    func theRoleAdminInAnyCaseIsAnAdmins(role: String) async throws {
        var cloud = Cloud.alice()
        cloud.imageEndpointOverride = "http://g"
        let body = #"{"token":{"project":{"id":"p"},"roles":[{"name":"reader"},{"name":"\#(role)"}]}}"#
        #expect(try await session(ScriptedIdentity([answer(201, body)]), cloud: cloud).authorize().isAdmin)
    }

    /// A look at a token answers 200 and is free to leave the token out.
    @Test func aTokenAsItIsIsKeptWithItsProjectAndCatalog() async throws {
        let found = try KeystoneFixture("pw-project").response
        let look = Response(status: 200, headers: [], body: found.body)
        var cloud = Cloud(name: "c", authURL: "http://k", authentication: .token(Secret("given"), project: nil))
        cloud.region = "RegionOne"
        let authorization = try await session(ScriptedIdentity([.success(look)]), cloud: cloud).authorize()
        #expect(authorization.headers == [Header("X-Auth-Token", "given")])
        #expect(authorization.projectID == "b906c9a9d2044a6eaa97e67065cbc8f3")
        #expect(authorization.endpoint == "http://127.0.0.1:19292")
    }

    @Test func aRescopedTokenIsTheNewOne() async throws {
        let project = "45661599d26647c6a599e28f4a637f8b"
        var cloud = Cloud(
            name: "c", authURL: "http://k", authentication: .token(Secret("given"), project: .id(project)))
        cloud.region = "RegionPrefix"
        let identity = ScriptedIdentity([try answer("token-rescope-beta")])
        let authorization = try await session(identity, cloud: cloud).authorize()
        #expect(authorization.headers == [Header("X-Auth-Token", "gAAAAA-captured")])
        #expect(authorization.projectID == project)
        #expect(authorization.endpoint == "http://127.0.0.1:19292/image")
        #expect(identity.requests.map(\.method) == [.post])
    }

    @Test func aLoginThatIdentityAcceptsEndsTheBackOff() async throws {
        let time = SetTime(0)
        let identity = ScriptedIdentity([
            try answer("pw-wrong"), try answer("pw-unscoped"), try answer("pw-wrong"), try answer("pw-project"),
        ])
        let session = session(identity, now: time.read)
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        time.advance(60)
        await #expect(throws: IdentityError.unscopedToken) { try await session.authorize() }
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        await #expect(throws: IdentityError.backingOff(status: 401, until: 120)) { try await session.authorize() }
        time.advance(60)
        _ = try await session.authorize()
        #expect(identity.requests.count == 4)
    }

    @Test func aChangedCloudIsUsedWhole() async throws {
        var moved = Cloud.alice(password: "new")
        moved.authURL = "https://elsewhere/identity"
        moved.region = "RegionV2"
        let identity = ScriptedIdentity([try answer("pw-wrong"), try answer("pw-project")])
        let session = session(identity, reread: { [moved] in moved })
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        #expect(try await session.authorize().endpoint == "http://127.0.0.1:19292")
        #expect(identity.requests.last?.url == "https://elsewhere/identity/v3/auth/tokens")
        #expect(identity.requests.last?.body.map { String(decoding: $0, as: UTF8.self) }?.contains("new") == true)
    }

    @Test func aFileThatCannotBeReadAgainChangesNothing() async throws {
        let time = SetTime(0)
        let identity = ScriptedIdentity([try answer("pw-wrong"), try answer("pw-project")])
        let session = session(identity, now: time.read) { () throws(IdentityError) in
            throw .configuration("clouds.yaml:3: broken")
        }
        await #expect(throws: IdentityError.self) { try await session.authorize() }
        await #expect(throws: IdentityError.backingOff(status: 401, until: 60)) { try await session.authorize() }
        time.advance(60)
        _ = try await session.authorize()
        #expect(identity.requests.count == 2)
    }

    @Test func oneWhoLeavesDoesNotEndTheLoginOfTheOthers() async throws {
        let identity = HeldIdentity(answer: try KeystoneFixture("pw-project").response)
        let session = session(identity)
        let leaving = Task { try await session.authorize() }
        await identity.wasAsked()
        let staying = Task { try await session.authorize() }
        while await session.waiting < 2 { await Task.yield() }
        leaving.cancel()
        while await session.waiting > 1 { await Task.yield() }
        identity.release()
        #expect(try await staying.value.endpoint == "http://127.0.0.1:19292")
        #expect(identity.asked == 1)
    }

    @Test func aLoginThatNobodyWaitsForIsEndedAndJoinedByNobody() async throws {
        let identity = HeldIdentity(answer: try KeystoneFixture("pw-project").response)
        let session = session(identity)
        let leaving = Task { try await session.authorize() }
        await identity.wasAsked()
        leaving.cancel()
        while await session.waiting > 0 { await Task.yield() }
        let next = Task { try await session.authorize() }
        while await session.waiting < 1 { await Task.yield() }
        identity.release()
        #expect(try await next.value.endpoint == "http://127.0.0.1:19292")
        await #expect(throws: IdentityError.transfer(TransferError(.cancelled, "left"))) { try await leaving.value }
        #expect(identity.asked == 2)
    }
}

/// Holds each request until all are released; one that was cancelled meanwhile ends as such.
private final class HeldIdentity: RequestSender {
    private let answer: Response
    private let count = Mutex(0)
    private let entries = AsyncStream.makeStream(of: Void.self)
    private let waiting = Mutex<(isOpen: Bool, held: [CheckedContinuation<Void, Never>])>((false, []))

    init(answer: Response) { self.answer = answer }

    var asked: Int { count.withLock { $0 } }

    func wasAsked() async { for await _ in entries.stream { break } }

    func release() {
        let held = waiting.withLock { waiting in
            waiting.isOpen = true
            return waiting.held
        }
        for one in held { one.resume() }
    }

    func send(_ request: Request) async throws(TransferError) -> Response {
        count.withLock { $0 += 1 }
        entries.continuation.yield()
        await withCheckedContinuation { continuation in
            let isOpen = waiting.withLock { waiting in
                if !waiting.isOpen { waiting.held.append(continuation) }
                return waiting.isOpen
            }
            if isOpen { continuation.resume() }
        }
        if Task.isCancelled { throw TransferError(.cancelled, "left") }
        return answer
    }
}
