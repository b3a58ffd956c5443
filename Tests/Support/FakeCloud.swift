import Foundation
import Synchronization

/// A cloud on loopback: identity and image API under one port, with the faults that a test scripts.
package final class FakeCloud: Sendable {
    package enum Shape: Sendable {
        case glance, ims
    }

    /// How the later list of IMS tells where to go on.
    package enum Paging: Sendable, CaseIterable {
        case pageInfo, next, lastImage
    }

    /// A request, as a fault sees it.
    package struct Ask: Sendable {
        /// A list request; else a login.
        package var isList: Bool
        /// From 1, among those of its kind since the fault was scripted.
        package var number: Int
        /// Path and query below the endpoint.
        package var target: String
        package var token: String?
    }

    /// Steps instead of the answer; nil: the answer.
    package typealias Fault = @Sendable (Ask) -> [ScriptedServerStep]?

    /// What a test may change at any time.
    package struct State: Sendable {
        package var images: [FakeImage]
        package var role = "member"
        /// What is answered about quotas; nil: there are none.
        package var quotas: String?
        package var paging = Paging.next
        /// Where clients believe it to be, where that is behind a proxy that is the cloud itself.
        package var farAddress: String?
        /// Tokens that the image API refuses.
        package var refused: Set<String> = []
        fileprivate var fault: Fault?
        fileprivate var logins = 0
        fileprivate var loginsAsked = 0
        fileprivate var listsAsked = 0
    }

    /// The id of the project that every token is for.
    package static let project = "p1"
    private static let prefix = "/image"

    private let shape: Shape
    private let state: Mutex<State>
    private let server = Mutex<ScriptedServer?>(nil)

    /// Starts it on a free port of 127.0.0.1.
    package static func start(_ shape: Shape = .glance, _ images: [FakeImage]) async throws -> FakeCloud {
        let cloud = FakeCloud(shape, images)
        let server = try await ScriptedServer.start { cloud.steps(for: $0) }
        cloud.server.withLock { $0 = server }
        return cloud
    }

    private init(_ shape: Shape, _ images: [FakeImage]) {
        self.shape = shape
        state = Mutex(State(images: images))
    }

    /// Identity's address.
    package var url: String { server.withLock { $0?.url } ?? "" }
    /// What it got so far.
    package var requests: [ReceivedRequest] { server.withLock { $0 }?.requests ?? [] }
    /// Connections that were opened so far.
    package var connections: Int { server.withLock { $0 }?.connections ?? 0 }
    /// Waits until so many connections have ended.
    package func closed(_ count: Int) async { await server.withLock { $0 }?.closed(count) }
    /// Logins that were asked for so far, refused ones as well.
    package var logins: Int { requests.filter { $0.head.hasPrefix("POST ") }.count }
    /// The targets of list requests so far, below the endpoint.
    package var targets: [String] {
        requests.compactMap { request in
            let target = request.head.split(separator: " ")[1]
            let isList = target.hasPrefix(Self.prefix + "/v2/") && !target.hasPrefix(Self.prefix + "/v2/info/")
            return isList ? String(target.dropFirst(Self.prefix.count)) : nil
        }
    }

    package func change(_ change: @Sendable (inout State) -> Void) { state.withLock { change(&$0) } }

    /// From now on `fault` decides first; nil: no fault.
    package func fault(_ fault: Fault?) {
        state.withLock { state in
            state.fault = fault
            (state.loginsAsked, state.listsAsked) = (0, 0)
        }
    }

    /// What the image API answers to a list request without a fault.
    package func listing(_ target: String) -> (status: String, body: String) {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = (parts.count == 2 ? parts[1] : "").split(separator: "&").map { item in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (name: Self.decoded(pair[0]), value: pair.count == 2 ? Self.decoded(pair[1]) : "")
        }
        let state = state.withLock { $0 }
        let listing = FakeListing(
            shape: shape, images: state.images, isAdmin: state.role == "admin", paging: state.paging)
        return listing.answer(path: String(parts[0]), query: query)
    }

    private static func decoded(_ text: String) -> String { text.removingPercentEncoding ?? text }

    private func steps(for request: ReceivedRequest) -> [ScriptedServerStep] {
        let words = request.head.split(separator: " ")
        var target = words.count > 1 ? String(words[1]) : ""
        if let far = state.withLock({ $0.farAddress }), target.hasPrefix(far) { target.removeFirst(far.count) }
        if target.hasPrefix(Self.prefix + "/v1/") || target.hasPrefix(Self.prefix + "/v2/info/") {
            return [state.withLock { $0.quotas }.map { .json($0) } ?? .answer("404 Not Found")]
        }
        let isList = words[0] == "GET" && target.hasPrefix(Self.prefix + "/v2/")
        let ask = Ask(
            isList: isList, number: counted(isList: isList),
            target: isList ? String(target.dropFirst(Self.prefix.count)) : target,
            token: request.header("X-Auth-Token"))
        if let steps = state.withLock({ $0.fault })?(ask) { return steps }
        guard isList else { return target == "/v3/auth/tokens" ? login() : [.answer("404 Not Found")] }
        let isRefused = state.withLock { $0.refused.contains(ask.token ?? "") }
        guard ask.token?.hasPrefix("token-") == true, !isRefused else { return [.unauthorized] }
        let (status, body) = listing(ask.target)
        return [.answer(status, headers: ["Content-Type: application/json"], body: Array(body.utf8))]
    }

    private func counted(isList: Bool) -> Int {
        state.withLock { state in
            if isList { state.listsAsked += 1 } else { state.loginsAsked += 1 }
            return isList ? state.listsAsked : state.loginsAsked
        }
    }

    private func login() -> [ScriptedServerStep] {
        let (number, role, address) = state.withLock { state in
            state.logins += 1
            return (state.logins, state.role, state.farAddress)
        }
        let body = """
            {"token":{"expires_at":"2040-01-01T00:00:00.000000Z","project":{"id":"\(Self.project)"},
            "roles":[{"name":"\(role)"}],"catalog":[{"type":"image","endpoints":
            [{"interface":"public","region_id":"R","url":"\(address ?? url)\(Self.prefix)"}]}]}}
            """
        return [.answer("201 Created", headers: ["X-Subject-Token: token-\(number)"], body: Array(body.utf8))]
    }
}

extension ScriptedServerStep {
    /// What an image API says of every token that is not good.
    package static var unauthorized: Self {
        .answer("401 Unauthorized", body: Array("This server could not verify that you are authorized".utf8))
    }

    /// An answer in JSON.
    package static func json(_ text: String) -> Self { .json("200 OK", text) }

    /// An answer in JSON with another status.
    package static func json(_ status: String, headers: [String] = [], _ text: String) -> Self {
        .answer(status, headers: ["Content-Type: application/json"] + headers, body: Array(text.utf8))
    }
}
