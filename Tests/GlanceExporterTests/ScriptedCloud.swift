import HTTPClient
import Synchronization

/// A cloud in memory: identity and image API behind `RequestSender`, as a test scripts them.
final class ScriptedCloud: RequestSender {
    typealias Answer = Result<Response, TransferError>

    struct State: Sendable {
        var log: [String] = []
        var tokens = 0
        var login: @Sendable (_ login: Int) -> Answer = { ScriptedCloud.token("token-\($0)") }
        /// Not in the log.
        var quota: @Sendable (_ target: String) -> Answer = { _ in ScriptedCloud.refusal(404) }
        var list: @Sendable (_ target: String, _ token: String) -> Answer = { _, _ in ScriptedCloud.page([]) }
        /// Identity's list of projects; not in the log.
        var projects: @Sendable () -> Answer = { ScriptedCloud.refusal(403) }
        /// Awaited before each list request is answered.
        var gate: (@Sendable () async throws -> Void)?
    }

    static let identity = "http://keystone.test"
    static let endpoint = "http://glance.test/image"

    private let state = Mutex(State())

    func script(_ change: @Sendable (inout State) -> Void) {
        state.withLock { change(&$0) }
    }

    /// What was asked, in order: `login`, or a list request's target.
    var log: [String] { state.withLock { $0.log } }

    func send(_ request: Request) async throws(TransferError) -> Response {
        if request.operation == .token {
            let (login, count) = state.withLock { state in
                state.log.append("login")
                state.tokens += 1
                return (state.login, state.tokens)
            }
            return try login(count).get()
        }
        if request.url == Self.identity + "/v3/projects" { return try state.withLock { $0.projects }().get() }
        guard request.url.hasPrefix(Self.endpoint) else {
            throw TransferError(.connect, "an address outside the cloud: \(request.url)")
        }
        let target = String(request.url.dropFirst(Self.endpoint.count))
        if request.operation == .quota { return try state.withLock { $0.quota }(target).get() }
        let (list, gate) = state.withLock { state in
            state.log.append(target)
            return (state.list, state.gate)
        }
        if let gate {
            do { try await gate() } catch { throw TransferError(.cancelled, "cancelled") }
        }
        let token = request.headers.first { $0.name == "X-Auth-Token" }?.value ?? ""
        return try list(target, token).get()
    }

    static func token(_ token: String, role: String = "admin") -> Answer {
        let body = """
            {"token":{"expires_at":"2040-01-01T00:00:00.000000Z","project":{"id":"p1","name":"own"},"roles":[{"name":"\(role)"}],
            "catalog":[{"type":"image","endpoints":[{"interface":"public","region_id":"R","url":"\(endpoint)"}]}]}}
            """
        let headers = [Header("X-Subject-Token", token)]
        return .success(Response(status: 201, headers: headers, body: Body(Array(body.utf8))))
    }

    static func refusal(_ status: Int, headers: [Header] = []) -> Answer {
        let body = #"{"message":"no","code":"\#(status) No","title":"No"}"#
        return .success(Response(status: status, headers: headers, body: Body(Array(body.utf8))))
    }

    static func text(_ text: String) -> Answer {
        .success(Response(status: 200, body: Body(Array(text.utf8))))
    }

    /// An image as one of its kind, its further attributes as JSON.
    static func image(_ number: Int, _ attributes: String) -> String {
        #"{"id":"\#(id(number))","status":"active","created_at":"2026-01-01T00:00:00Z",\#(attributes)}"#
    }

    /// A page of images as `image` writes them.
    static func page(of images: [String], first: String = "/v2/images") -> Answer {
        text(#"{"images":[\#(images.joined(separator: ","))],"first":"\#(first)"}"#)
    }

    /// A page of images, each given by its number and status.
    static func page(_ images: [(number: Int, status: String)], next: String? = nil) -> Answer {
        let images = images.map { image in
            """
            {"id":"\(id(image.number))","status":"\(image.status)","visibility":"public","size":10,
            "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","os_hidden":false,"protected":false}
            """
        }
        let next = next.map { #","next":"\#($0)""# } ?? ""
        return text(#"{"images":[\#(images.joined(separator: ","))]\#(next)}"#)
    }

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
