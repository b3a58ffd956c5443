import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Where the demonstration cloud is, and how to log in to it.
package struct DemoAddress: Sendable {
    package var authURL: String
    package var username: String
    package var password: String
    package var project: String
    package var domain: String
    package var region: String
}

/// A living cloud on one loopback port: a Keystone-shaped identity at `/identity` and a Glance-shaped image API at
/// `/image`, deterministic by seed but for its password and tokens.
package final class DemoCloud: Sendable {
    /// Connections at a time; one more is closed at once.
    static let mostConnections = 128
    /// Time that a connection may say nothing, and take to take an answer.
    static let idleTime = TimeAmount.seconds(120)
    /// Bytes of the fields of a request's head.
    static let mostHeadBytes = 16 << 10
    /// Fields of a request's head.
    static let mostHeadFields = 64

    private struct State: Sendable {
        var services: DemoServices
        var connections = 0
        var listener: (any Channel)?
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// A cloud of about `images` images (1 at least; from 500 on every kind of them is there), at the present; tokens
    /// live `tokenLife` seconds. End it with `shutdown`.
    package convenience init(images: Int = 500, seed: UInt64 = 1, tokenLife: Int = 3600) {
        self.init(images: images, seed: seed, tokenLife: tokenLife, now: { Int(Date().timeIntervalSince1970) })
    }

    convenience init(images: Int, seed: UInt64, tokenLife: Int = 3600, now: @escaping @Sendable () -> Int) {
        self.init(DemoCatalogue(images: images, seed: seed, now: now()), tokenLife: tokenLife, now: now)
    }

    init(_ catalogue: DemoCatalogue, tokenLife: Int = 3600, now: @escaping @Sendable () -> Int) {
        self.now = now
        let password = String(UInt64.random(in: 0 ... .max), radix: 36)
        state = Mutex(State(services: DemoServices(catalogue, password: password, tokenLife: tokenLife)))
    }

    /// Lets a script change what the cloud is, after it has lived until now.
    func change<Outcome: Sendable>(_ change: (inout DemoServices) -> Outcome) -> Outcome {
        let now = now()
        return state.withLock { state in
            state.services.catalogue.advance(to: now)
            return change(&state.services)
        }
    }

    /// Listens on a free port of 127.0.0.1; throws NIO's error where there is none. Called once.
    package func start() async throws -> DemoAddress {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 128)
            .childChannelInitializer { [self] channel in accepted(channel) }
            .bind(host: "127.0.0.1", port: 0).get()
        let origin = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        let password = state.withLock { state in
            state.listener = channel
            state.services.origin = origin
            return state.services.identity.password
        }
        return DemoAddress(
            authURL: "\(origin)/identity", username: DemoIdentity.username, password: password,
            project: DemoIdentity.project, domain: DemoIdentity.domain, region: DemoIdentity.region)
    }

    /// Stops listening and closes every connection; does nothing the second time.
    package func shutdown() async {
        // Taken out, as a channel whose loop has ended never answers.
        let listener = state.withLock { $0.listener.take() }
        if let listener { try? await listener.close() }
        try? await group.shutdownGracefully()
    }

    /// The answer to one request, after the cloud has lived until now.
    func answer(method: String, target: String, token: String?, body: [UInt8]) -> DemoAnswer {
        let now = now()
        return state.withLock { state in
            state.services.answer(method: method, target: target, token: token, body: body, now: now)
        }
    }

    private func accepted(_ channel: any Channel) -> EventLoopFuture<Void> {
        let isTaken = state.withLock { state in
            guard state.connections < Self.mostConnections else { return false }
            state.connections += 1
            return true
        }
        guard isTaken else { return channel.close() }
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.connections -= 1 } }
        return channel.eventLoop.makeCompletedFuture { [self] in
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Self.mostHeadBytes
            limits.maxHeaderListSize = Self.mostHeadBytes
            limits.maxHeaderFieldCount = Self.mostHeadFields
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(IdleStateHandler(allTimeout: Self.idleTime))
            try pipeline.addHandler(HTTPResponseEncoder())
            try pipeline.addHandler(ByteToMessageHandler(decoder))
            try pipeline.addHandler(HTTPServerPipelineHandler())
            try pipeline.addHandler(HTTPServerProtocolErrorHandler())
            try pipeline.addHandler(DemoHandler { self.answer(method: $0, target: $1, token: $2, body: $3) })
        }
    }
}
