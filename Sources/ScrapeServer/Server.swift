import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The HTTP server: listens, keeps to the bounds of its configuration, and asks the endpoint for every answer.
package final class Server: Sendable {
    private struct State {
        var group: MultiThreadedEventLoopGroup?
        var listeners: [any Channel] = []
    }

    /// Bytes read at once: a request has some hundred, and what is read is what a connection may hold.
    static let readBytes = 4 << 10
    /// Connections that wait to be accepted.
    static let backlog: Int32 = 256

    private let configuration: ServerConfiguration
    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let connections = Connections()
    private let refreshes = Refreshes()
    private let state = Mutex(State())

    /// Nothing is opened before `start`.
    package init(configuration: ServerConfiguration, endpoint: Endpoint, statistics: ScrapeStatistics) {
        self.configuration = configuration
        self.endpoint = endpoint
        self.statistics = statistics
    }

    /// Listens on every address and returns them with their actual ports; to be called once.
    ///
    /// - Throws: `ListenError` for the first address that cannot be listened on; none is then left open.
    package func start() async throws(ListenError) -> [String] {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        state.withLock { $0.group = group }
        var bound: [String] = []
        for address in configuration.addresses {
            do {
                let listener = try await bind(address, on: group)
                state.withLock { $0.listeners.append(listener) }
                bound.append(Self.text(of: listener.localAddress))
            } catch {
                await shutdown(grace: .zero)
                throw ListenError(address, error)
            }
        }
        return bound
    }

    /// Stops listening, lets requests in flight finish for as long as `grace`, then closes what is left.
    package func shutdown(grace: Duration) async {
        let ended = state.withLock { state in
            defer { state = State() }
            return (group: state.group, listeners: state.listeners)
        }
        guard let group = ended.group else { return }
        for listener in ended.listeners { try? await listener.close() }
        await connections.close(grace: TimeAmount(grace), on: group.next())
        // Each reports to the loop, which must still be there.
        await refreshes.ended()
        try? await group.shutdownGracefully()
    }

    private func bind(_ address: ListenAddress, on group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [self] channel in accepted(channel) }
        if let host = address.host { return try await bootstrap.bind(host: host, port: address.port).get() }
        do {
            // NIO opens IPv6 sockets for IPv4 as well.
            return try await bootstrap.bind(host: "::", port: address.port).get()
        } catch  where ListenError.isWithoutIPv6(error) {
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        }
    }

    private func accepted(_ channel: any Channel) -> EventLoopFuture<Void> {
        let place = connections.add(channel, limit: configuration.maxConnections)
        guard place != .none else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture { [self] in
            try configure(channel.pipeline.syncOperations, isOverLimit: place == .refused)
        }
    }

    /// Puts the handlers of one connection into its pipeline.
    func configure(_ pipeline: ChannelPipeline.SynchronousOperations, isOverLimit: Bool) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.maxHeadBytes
        limits.maxHeaderListSize = configuration.maxHeadBytes
        let handler = ScrapeHandler(
            endpoint: endpoint, statistics: statistics, configuration: configuration, refreshes: refreshes,
            isOverLimit: isOverLimit)
        try pipeline.addHandler(ConnectionGuard(handler))
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)))
        try pipeline.addHandler(handler)
    }

    private static func text(of address: SocketAddress?) -> String {
        let host = address?.ipAddress ?? ""
        return "\(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)"
    }
}
