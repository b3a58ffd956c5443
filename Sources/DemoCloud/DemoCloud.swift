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
/// `/image`, deterministic by seed.
package final class DemoCloud: Sendable {
    struct State: Sendable {
        var catalogue: DemoCatalogue
        var identity: DemoIdentity
        var port = 0
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let listener = Mutex<(any Channel)?>(nil)

    /// A cloud of `images` images, 1 at least, at the present.
    package convenience init(images: Int, seed: UInt64) {
        self.init(images: images, seed: seed, now: { Int(Date().timeIntervalSince1970) })
    }

    init(images: Int, seed: UInt64, now: @escaping @Sendable () -> Int) {
        self.now = now
        let password = String(UInt64.random(in: .min ... .max), radix: 36)
        state = Mutex(
            State(
                catalogue: DemoCatalogue(images: max(1, images), seed: seed, now: now()),
                identity: DemoIdentity(password: password)))
    }

    /// Listens on a free port of 127.0.0.1.
    package func start() async throws -> DemoAddress {
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(DemoHandler(cloud: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        listener.withLock { $0 = channel }
        let port = channel.localAddress?.port ?? 0
        let password = state.withLock { state in
            state.port = port
            return state.identity.password
        }
        return DemoAddress(
            authURL: "http://127.0.0.1:\(port)/identity", username: DemoIdentity.username, password: password,
            project: DemoIdentity.project, domain: DemoIdentity.domain, region: DemoIdentity.region)
    }

    /// Stops listening and closes every connection.
    package func shutdown() async {
        if let channel = listener.withLock({ $0 }) { try? await channel.close() }
        try? await group.shutdownGracefully()
    }

    /// The answer to one request, after the cloud has lived until now.
    func answer(method: String, target: String, token: String?, body: [UInt8]) -> DemoAnswer {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1] : ""
        let now = now()
        return state.withLock { state in
            state.catalogue.advance(to: now)
            switch (method, parts.first ?? "") {
            case ("POST", "/identity/v3/auth/tokens"): return Self.login(&state, body, now: now)
            case ("GET", "/image/v2/images"): return Self.list(state, query, token: token, now: now)
            default: return .error(404, "Not Found", "The resource could not be found.")
            }
        }
    }

    private static func login(_ state: inout State, _ body: [UInt8], now: Int) -> DemoAnswer {
        let imageURL = "http://127.0.0.1:\(state.port)/image"
        guard let login = state.identity.login(body, imageURL: imageURL, now: now) else {
            return DemoAnswer(status: 401, body: DemoIdentity.refusal)
        }
        return DemoAnswer(status: 201, subjectToken: login.token, body: login.body)
    }

    private static func list(_ state: State, _ query: String, token: String?, now: Int) -> DemoAnswer {
        guard let token, state.identity.knows(token, now: now) else {
            return .error(401, "Unauthorized", "This server could not verify that you are authorized.")
        }
        do throws(DemoListing.Refused) {
            return DemoAnswer(status: 200, body: try DemoListing(query: query).page(of: state.catalogue))
        } catch {
            return .error(400, "Bad Request", error.message)
        }
    }
}
