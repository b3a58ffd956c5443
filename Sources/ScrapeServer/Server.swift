import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The HTTP server: listens, keeps to the bounds of its configuration, and asks the endpoint for every answer.
package final class Server: Sendable {
    private let configuration: ServerConfiguration
    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let connections = Connections()
    private let listeners = Mutex<[any Channel]>([])

    /// Nothing is opened before `start`.
    package init(configuration: ServerConfiguration, endpoint: Endpoint, statistics: ScrapeStatistics) {
        self.configuration = configuration
        self.endpoint = endpoint
        self.statistics = statistics
    }

    /// Listens on every address and returns them with their actual ports; on an error none is left open.
    package func start() async throws -> [String] {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { [self] channel in accepted(channel) }
        do {
            return try await bind(bootstrap)
        } catch {
            await shutdown(grace: .zero)
            throw error
        }
    }

    /// Stops listening, lets requests in flight finish for as long as `grace`, then closes what is left.
    package func shutdown(grace: Duration) async {
        for listener in listeners.withLock({ $0 }) { try? await listener.close() }
        listeners.withLock { $0 = [] }
        await connections.close(grace: grace, on: group.next())
        try? await group.shutdownGracefully()
    }

    private func bind(_ bootstrap: ServerBootstrap) async throws -> [String] {
        var bound: [String] = []
        for address in configuration.addresses {
            let listener = try await bind(bootstrap, address)
            listeners.withLock { $0.append(listener) }
            if let local = listener.localAddress { bound.append(Self.text(of: local)) }
        }
        return bound
    }

    private func bind(_ bootstrap: ServerBootstrap, _ address: ListenAddress) async throws -> any Channel {
        if let host = address.host { return try await bootstrap.bind(host: host, port: address.port).get() }
        do {
            return try await bootstrap.bind(host: "::", port: address.port).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw error
        } catch {
            // A machine without IPv6.
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        }
    }

    private func accepted(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard connections.add(channel, limit: configuration.maxConnections) else {
            let answer = ByteBuffer(string: ConnectionGuard.rawAnswer("503 Service Unavailable"))
            return channel.writeAndFlush(answer).always { _ in channel.close(promise: nil) }
        }
        return channel.eventLoop.makeCompletedFuture { [self] in
            let connectionGuard = ConnectionGuard(configuration)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(connectionGuard)
            try pipeline.addHandler(HTTPResponseEncoder())
            try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
            try pipeline.addHandler(HeadObserver(connectionGuard))
            try pipeline.addHandler(HTTPServerPipelineHandler())
            try pipeline.addHandler(HTTPServerProtocolErrorHandler())
            try pipeline.addHandler(
                ScrapeHandler(
                    endpoint: endpoint, statistics: statistics, configuration: configuration,
                    connectionGuard: connectionGuard))
        }
    }

    private static func text(of address: SocketAddress) -> String {
        let host = address.ipAddress ?? ""
        return "\(host.contains(":") ? "[\(host)]" : host):\(address.port ?? 0)"
    }
}
