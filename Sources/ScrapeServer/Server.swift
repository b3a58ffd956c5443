import Files
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import Synchronization

/// The HTTP server: listens, keeps to the bounds of its configuration, and asks the endpoint for every answer.
package final class Server: Sendable {
    private struct State {
        var group: MultiThreadedEventLoopGroup?
        var listeners: [any Channel] = []
        var isTLS = false
        /// At the certificate's end.
        var lastLook: ContinuousClock.Instant?
    }

    /// Bytes read at once: a request has some hundred, and what is read is what a connection may hold.
    static let readBytes = 4 << 10
    /// Connections that wait to be accepted.
    static let backlog: Int32 = 256
    /// Requests of one connection of HTTP/2 at the same time.
    static let maxStreams = 100

    private let configuration: ServerConfiguration
    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let connections = Connections()
    private let refreshes = Refreshes()
    private let door: FrontDoor
    private let tls: ServerTLS
    private let source: WebConfigSource
    /// Reads the files of certificates.
    private let files = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())

    /// Nothing is opened before `start`.
    package init(configuration: ServerConfiguration, endpoint: Endpoint, statistics: ScrapeStatistics) {
        self.configuration = configuration
        self.endpoint = endpoint
        self.statistics = statistics
        source = WebConfigSource(path: configuration.webConfigFile)
        tls = ServerTLS(source)
        door = FrontDoor(source, report: configuration.report)
    }

    /// Reads a web configuration file and all that it names; nil: none.
    ///
    /// - Throws: `WebConfigError` naming file, line and key.
    package static func check(webConfigFile: String?) throws(WebConfigError) {
        let source = WebConfigSource(path: webConfigFile)
        if try source.current().tls != nil { _ = try ServerTLS(source).session() }
        lookForExposure(webConfigFile: webConfigFile)
    }

    /// Looks who may read a web configuration file with users or a key in it, and the file of its key; nil: none.
    package static func lookForExposure(webConfigFile: String?) {
        guard let path = webConfigFile, let config = try? WebConfigSource(path: path).current() else { return }
        var isSecret = !config.users.isEmpty
        switch config.tls?.key {
        case .file(let key): ExposedFiles.seen.look(at: key)
        case .text: isSecret = true
        case nil: break
        }
        if isSecret { ExposedFiles.seen.look(at: path) }
    }

    /// How a web configuration file wants the endpoint spoken to: over TLS, and with a client's certificate.
    package static func demands(webConfigFile: String?) throws(WebConfigError) -> (tls: Bool, certificate: Bool) {
        let tls = try WebConfigSource(path: webConfigFile).current().tls
        return (tls != nil, tls?.clientAuth.isRequired ?? false)
    }

    /// Listens on every address and returns them with their actual ports; to be called once.
    ///
    /// - Throws: `ListenError` for the first address that cannot be listened on; none is then left open.
    package func start() async throws(ListenError) -> [String] {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // A file that cannot be read must not open the door to plain HTTP.
        let isTLS = (try? source.current()).map { $0.tls != nil } ?? true
        door.open()
        files.start()
        state.withLock { ($0.group, $0.isTLS) = (group, isTLS) }
        if isTLS { lookAtCertificate() }
        var bound: [String] = []
        let places = configuration.addresses.map { (address: $0, socket: CInt?.none) }
        let passed = configuration.passedSockets.map { socket in
            (address: ListenAddress(passed: socket), socket: CInt?.some(socket))
        }
        for (address, socket) in passed.isEmpty ? places : passed {
            do {
                let listener = try await bind(address, socket, on: group)
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
        await door.close()
        try? await files.shutdownGracefully()
        for address in configuration.addresses where configuration.passedSockets.isEmpty {
            if let path = address.path { try? FileManager.default.removeItem(atPath: path) }
        }
        try? await group.shutdownGracefully()
    }

    private func bind(
        _ address: ListenAddress, _ socket: CInt?, on group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [self] channel in accepted(channel) }
        if let socket { return try await bootstrap.withBoundSocket(socket).get() }
        if let path = address.path {
            return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
        if let host = address.host { return try await bootstrap.bind(host: host, port: address.port).get() }
        do {
            // NIO opens IPv6 sockets for IPv4 as well.
            return try await bootstrap.bind(host: "::", port: address.port).get()
        } catch  where ListenError.isWithoutIPv6(error) {
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        }
    }

    private func accepted(_ channel: any Channel) -> EventLoopFuture<Void> {
        // Polls need descriptors as well.
        let place = connections.add(
            channel, limit: configuration.maxConnections, isAtLimit: SpareDescriptors.areAllThatIsLeft(reserves: 3))
        guard place != .none else { return channel.close() }
        guard state.withLock({ $0.isTLS }) else {
            return channel.eventLoop.makeCompletedFuture { [self] in
                try configure(channel.pipeline.syncOperations, isOverLimit: place == .refused)
            }
        }
        return files.runIfActive(eventLoop: channel.eventLoop) { [self] in try session() }
            .flatMapThrowing { [self] session in
                try configure(channel.pipeline.syncOperations, session, isOverLimit: place == .refused)
            }
            .flatMapErrorThrowing { [configuration] error in
                // A client that has left by now is nobody's fault.
                if error is WebConfigError { configuration.report("\(error)") }
                throw error
            }
    }

    private func session() throws(WebConfigError) -> ServerTLS.Session {
        let session = try tls.session()
        statistics.presents(certificateUntil: session.certificateExpiry)
        return session
    }

    /// Learns the certificate's end again, once a while: a scraper that stays connected shakes hands no more.
    private func lookAtCertificate() {
        let isDue = state.withLock { state in
            let now = ContinuousClock.now
            guard state.isTLS, state.lastLook.map({ now >= $0 + configuration.certificateInterval }) ?? true else {
                return false
            }
            state.lastLook = now
            return true
        }
        if isDue { files.submit { [self] _ in _ = try? session() } }
    }

    /// Puts the handlers of one connection over TLS into its pipeline: those of HTTP follow the handshake.
    private func configure(
        _ pipeline: ChannelPipeline.SynchronousOperations, _ session: ServerTLS.Session, isOverLimit: Bool
    ) throws {
        try pipeline.addHandler(session.handler())
        try pipeline.addHandler(
            TLSGate(session, timeout: configuration.handshakeTimeout) { [self] isHTTP2, context in
                let pipeline = context.pipeline.syncOperations
                if isHTTP2 {
                    try configureHTTP2(pipeline, on: context.eventLoop, isOverLimit: isOverLimit)
                } else {
                    try configure(pipeline, isOverLimit: isOverLimit)
                }
            })
    }

    private func configureHTTP2(
        _ pipeline: ChannelPipeline.SynchronousOperations, on loop: any EventLoop, isOverLimit: Bool
    ) throws {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: Self.maxStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: configuration.maxHeadBytes),
        ]
        let keeper = NIOLoopBound(
            StreamKeeper(idleTimeout: configuration.idleTimeout, isOverLimit: isOverLimit), eventLoop: loop)
        _ = try pipeline.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connection, streamConfiguration: .init()
        ) { [self] stream in
            guard keeper.value.began(stream) else { return stream.close() }
            return stream.eventLoop.makeCompletedFuture { [self] in
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try pipeline.addHandler(scrapeHandler(isStream: true, isOverLimit: isOverLimit))
            }
        }
        try pipeline.addHandler(keeper.value)
    }

    /// Puts the handlers of one connection into its pipeline.
    func configure(_ pipeline: ChannelPipeline.SynchronousOperations, isOverLimit: Bool) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.maxHeadBytes
        limits.maxHeaderListSize = configuration.maxHeadBytes
        let handler = scrapeHandler(isStream: false, isOverLimit: isOverLimit)
        try pipeline.addHandler(ConnectionGuard(handler))
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)))
        try pipeline.addHandler(handler)
    }

    private func scrapeHandler(isStream: Bool, isOverLimit: Bool) -> ScrapeHandler {
        ScrapeHandler(
            endpoint: endpoint, statistics: statistics, configuration: configuration, connections: connections,
            refreshes: refreshes, door: door, isStream: isStream, isOverLimit: isOverLimit,
            scraped: { [self] in lookAtCertificate() })
    }

    private static func text(of address: SocketAddress?) -> String {
        if let path = address?.pathname { return "unix:\(path)" }
        let host = address?.ipAddress ?? ""
        return "\(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)"
    }
}
