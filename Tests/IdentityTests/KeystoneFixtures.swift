import Foundation
import HTTPClient
import Synchronization
import Testing

@testable import Identity

/// A request and its answer as a real Keystone 22.0.2 gave them.
struct KeystoneFixture {
    let requestBody: NSDictionary?
    let response: Response

    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/keystone/\(name).json")
        let all = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        requestBody = (all["request"] as? [String: Any])?["body"] as? NSDictionary
        let answer = try #require(all["response"] as? [String: Any])
        let fields = (answer["headers"] as? [[String]] ?? []).map { Header($0[0], $0[1]) }
        let body: [UInt8] =
            if let text = answer["body"] as? String {
                Array(text.utf8)
            } else {
                Array(try JSONSerialization.data(withJSONObject: try #require(answer["body"])))
            }
        response = Response(status: try #require(answer["status"] as? Int), headers: fields, body: Body(body))
    }
}

/// Answers from a script, in order; the last one again and again. Records what was asked.
final class ScriptedIdentity: RequestSender {
    private let state: Mutex<(answers: [Result<Response, TransferError>], requests: [Request])>
    private let gate: (@Sendable () async -> Void)?

    init(_ answers: [Result<Response, TransferError>], gate: (@Sendable () async -> Void)? = nil) {
        state = Mutex((answers, []))
        self.gate = gate
    }

    var requests: [Request] { state.withLock { $0.requests } }

    func send(_ request: Request) async throws(TransferError) -> Response {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        await gate?()
        return try answer.get()
    }
}

/// A time in Unix seconds that a test sets.
final class SetTime: Sendable {
    let now: Mutex<Double>
    init(_ now: Double) { self.now = Mutex(now) }
    func advance(_ seconds: Double) { now.withLock { $0 += seconds } }
    var read: @Sendable () -> Double { { self.now.withLock { $0 } } }
}

extension Cloud {
    static func alice(password: String = "alice-secret") -> Cloud {
        var cloud = Cloud(
            name: "alice", authURL: "http://127.0.0.1:15000/v3",
            authentication: .password(
                user: .name("alice", domain: .name("Default")), password: Secret(password),
                project: .name("alpha", domain: .name("Default"))))
        cloud.region = "RegionOne"
        return cloud
    }
}
