import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that answers with exactly the bytes its script says, and keeps what it got.
package final class ScriptedServer: Sendable {
    /// What to do with a request.
    package typealias Script = @Sendable (ReceivedRequest) -> [ScriptedServerStep]

    private struct State: Sendable {
        var requests: [ReceivedRequest] = []
        var opened = 0
        var closed = 0
        var waiters: [Waiter] = []
    }

    private struct Waiter: Sendable {
        var isMet: @Sendable (State) -> Bool
        var gate: Gate
    }

    private let script: Script
    private let state = Mutex(State())
    private let listening = Mutex<(any Channel)?>(nil)

    /// Starts it on a free port of 127.0.0.1.
    package static func start(_ script: @escaping Script) async throws -> ScriptedServer {
        let server = ScriptedServer(script)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ScriptedServerConnection(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.listening.withLock { $0 = channel }
        return server
    }

    /// Starts one that does the same with each request.
    package static func start(_ steps: ScriptedServerStep...) async throws -> ScriptedServer {
        try await start { _ in steps }
    }

    private init(_ script: @escaping Script) { self.script = script }

    /// The port it listens on.
    package var port: Int { listening.withLock { $0?.localAddress?.port } ?? 0 }

    /// `http://127.0.0.1:PORT`.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// What it got so far.
    package var requests: [ReceivedRequest] { state.withLock { $0.requests } }

    /// How many connections were opened so far.
    package var connections: Int { state.withLock { $0.opened } }

    /// Waits until it got so many requests.
    package func received(_ count: Int) async { await met { $0.requests.count >= count } }

    /// Waits until so many connections have ended.
    package func closed(_ count: Int) async { await met { $0.closed >= count } }

    /// Ends it; connections that are open stay.
    package func stop() async throws {
        try await listening.withLock { $0 }?.close().get()
    }

    func connectionOpened() -> Int {
        change { state in
            state.opened += 1
            return state.opened
        }
    }

    func connectionClosed() { change { $0.closed += 1 } }

    func requestArrived(_ connection: Int, head: String, body: [UInt8]) -> [ScriptedServerStep] {
        let request = change { state in
            let request = ReceivedRequest(
                number: state.requests.count + 1, connection: connection, head: head, body: body)
            state.requests.append(request)
            return request
        }
        return script(request)
    }

    private func change<R: Sendable>(_ act: (inout State) -> R) -> R {
        let (result, gates) = state.withLock { state in
            let result = act(&state)
            let met = state.waiters.filter { $0.isMet(state) }
            let left = state.waiters.filter { !$0.isMet(state) }
            state.waiters = left
            return (result, met.map(\.gate))
        }
        for gate in gates { gate.open() }
        return result
    }

    private func met(_ isMet: @escaping @Sendable (State) -> Bool) async {
        let gate = Gate()
        change { $0.waiters.append(Waiter(isMet: isMet, gate: gate)) }
        await gate.passed()
    }
}
