import Exposition
import FoundationEssentials
import HTTPClient
import Identity
import Logging
import ScrapeServer
import ServiceLifecycle
import Settings

/// The running program: a poller a cloud, the endpoint, and the signals that end them.
struct Exporter {
    /// Reads everything that names clouds again.
    typealias Read = @Sendable () throws(CloudsError) -> [WatchedCloud]

    /// Bound on the whole shutdown; requests in flight have `ScrapeService.grace` of it.
    static let shutdownLimit = Duration.seconds(4)

    let settings: Settings

    /// Polls and serves until SIGTERM or SIGINT.
    ///
    /// - Throws: when an address cannot be listened on.
    func run(_ clouds: [WatchedCloud], read: @escaping Read) async throws {
        try Server.check(webConfigFile: settings.web.configFile)
        let logger = settings.log.makeLogger()
        Exposure.warn(of: clouds, logger)
        let client = try HTTPClient()
        let board = Board()
        let fleet = Fleet(board: board) { watched in
            Poller(watched, client: client, board: board, logger: logger, read: read)
        }
        await fleet.apply(clouds)
        let reloader = Reloader(fleet: fleet, logger: logger, read: looking(read))
        let server = try server(board: board, fleet: fleet, reloader: reloader, logger: logger)
        logger.info(
            "starting",
            metadata: [
                "version": "\(BuildInfo.current.version)",
                "clouds": "\(clouds.map(\.cloud.name).joined(separator: ","))",
            ])
        let manager = ServiceNotification(ProcessInfo.processInfo.environment)
        var configuration = ServiceGroupConfiguration(
            services: [
                PollService(fleet: fleet), ReloadService(reloader: reloader, manager: manager),
                ScrapeService(server: server, logger: logger, manager: manager),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        configuration.maximumGracefulShutdownDuration = Self.shutdownLimit
        let outcome: Result<Void, any Error>
        do {
            try await ServiceGroup(configuration: configuration).run()
            outcome = .success(())
        } catch {
            logger.error("stopping", metadata: ["error": "\(error)"])
            outcome = .failure(error)
        }
        await client.shutdown()
        try outcome.get()
        logger.info("stopped")
    }

    /// The same, which looks at the web configuration's files as well.
    private func looking(_ read: @escaping Read) -> Read {
        let file = settings.web.configFile
        return { () throws(CloudsError) in
            Server.lookForExposure(webConfigFile: file)
            return try read()
        }
    }

    private func server(board: Board, fleet: Fleet, reloader: Reloader, logger: Logger) throws -> Server {
        let build = BuildInfo.current
        let statistics = ScrapeStatistics()
        let tail = ProgramTail(
            build: build, hidesExporterMetrics: settings.web.hidesExporterMetrics, statistics: statistics,
            reload: { reloader.state })
        let endpoint = Endpoint(
            telemetryPath: settings.web.telemetryPath,
            metrics: { request in board.answer(request, tail: tail.rendered(for: request)) },
            knows: { fleet.roster.has($0) },
            refresh: { fleet.wait(for: $0, within: $1) },
            reload: { await reloader.reload() }, isReady: { board.isReady },
            landing: { LandingPage(version: build.version, rows: board.rows(), now: Clocks.system.wall()) })
        var configuration = ServerConfiguration(addresses: try settings.web.listenAddresses.map(ListenAddress.init))
        configuration.maxRequests = settings.web.maxRequests
        configuration.webConfigFile = settings.web.configFile
        configuration.report = { logger.error("the web configuration cannot be used", metadata: ["error": "\($0)"]) }
        if settings.web.usesSystemdSockets {
            configuration.passedSockets = PassedSockets.descriptors(ProcessInfo.processInfo.environment)
            guard !configuration.passedSockets.isEmpty else { throw PassedSockets.Missing() }
        }
        return Server(configuration: configuration, endpoint: endpoint, statistics: statistics)
    }

    /// The service group's own remarks are shown at debug only.
    private func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel > .debug { logger.logLevel = .error }
        return logger
    }
}

extension LogSettings {
    /// A logger to standard error.
    func makeLogger() -> Logger {
        Logger(label: "glance-exporter") { _ in StructuredLogHandler(format: format, level: level) }
    }
}

extension Poller {
    /// Over `client`; says once how the cloud is watched.
    init(
        _ watched: WatchedCloud, client: HTTPClient, board: Board, logger: Logger,
        progress: (@Sendable (PollFigures) -> Void)? = nil, read: @escaping Exporter.Read
    ) {
        let cloud = watched.cloud
        if !cloud.transport.verify {
            logger.warning("certificates are not verified", metadata: ["cloud": "\(cloud.name)"])
        }
        logger.info("watching", metadata: ["cloud": "\(cloud.name)", "auth_type": "\(cloud.authentication.label)"])
        let access = CloudAccess(watched, client: client, read: read)
        self.init(watched, access: access, board: board, clocks: .system, logger: logger, progress: progress)
    }
}
