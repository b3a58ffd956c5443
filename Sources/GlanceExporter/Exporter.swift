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
    /// Reads one cloud's configuration again; nil where it is no longer there.
    typealias Reread = @Sendable (_ cloud: String) throws(CloudsError) -> Cloud?

    /// Bound on the whole shutdown; requests in flight have `ScrapeService.grace` of it.
    static let shutdownLimit = Duration.seconds(4)

    let settings: Settings

    /// Polls and serves until SIGTERM or SIGINT.
    ///
    /// - Throws: when an address cannot be listened on.
    func run(_ clouds: [Cloud], reread: @escaping Reread) async throws {
        let logger = makeLogger()
        let client = try HTTPClient()
        let board = Board()
        let pollers = clouds.map { poller(of: $0, client: client, board: board, logger: logger, reread: reread) }
        let server = try server(board: board)
        logger.info(
            "starting",
            metadata: [
                "version": "\(BuildInfo.current.version)", "clouds": "\(clouds.map(\.name).joined(separator: ","))",
            ])
        var configuration = ServiceGroupConfiguration(
            services: [PollService(pollers: pollers), ScrapeService(server: server, logger: logger)],
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

    private func server(board: Board) throws -> Server {
        let build = BuildInfo.current
        let statistics = ScrapeStatistics()
        let tail = ProgramTail(
            build: build, hidesExporterMetrics: settings.web.hidesExporterMetrics, statistics: statistics)
        let endpoint = Endpoint(
            telemetryPath: settings.web.telemetryPath,
            metrics: { encoding in board.answer(encoding: encoding, tail: tail.rendered()) },
            isReady: { board.rows().allSatisfy { $0.state != .waiting } },
            landing: { LandingPage(version: build.version, rows: board.rows(), now: Clocks.system.wall()) })
        var configuration = ServerConfiguration(addresses: try settings.web.listenAddresses.map(ListenAddress.init))
        configuration.maxRequests = settings.web.maxRequests
        return Server(configuration: configuration, endpoint: endpoint, statistics: statistics)
    }

    private func makeLogger() -> Logger {
        let log = settings.log
        return Logger(label: "glance-exporter") { _ in StructuredLogHandler(format: log.format, level: log.level) }
    }

    /// The service group's own remarks are shown at debug only.
    private func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel > .debug { logger.logLevel = .error }
        return logger
    }

    private func poller(
        of cloud: Cloud, client: HTTPClient, board: Board, logger: Logger, reread: @escaping Reread
    ) -> Poller {
        if !cloud.transport.verify {
            logger.warning("certificates are not verified", metadata: ["cloud": "\(cloud.name)"])
        }
        logger.info(
            "watching", metadata: ["cloud": "\(cloud.name)", "auth_type": "\(cloud.authentication.label)"])
        let transport = client.transport(cloud.transport)
        let clocks = Clocks.system
        let sender = RetryingSender(transport, clock: ContinuousClock(), now: clocks.wall) { .random(in: 0...1) }
        let session = Session(cloud: cloud, sender: sender, now: clocks.wall) { () throws(IdentityError) in
            do throws(CloudsError) {
                return try reread(cloud.name) ?? cloud
            } catch {
                throw .configuration(error.description)
            }
        }
        return Poller(
            cloud: cloud, session: session, sender: sender, dialect: settings.dialect, settings: settings.poll,
            board: board, clocks: clocks, logger: logger, statistics: { transport.statistics })
    }
}
