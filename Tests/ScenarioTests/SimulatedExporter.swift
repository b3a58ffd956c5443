import DemoCloud
import Exposition
import HTTPClient
import Identity
import Logging
import Synchronization
import TestSupport

@testable import GlanceExporter
@testable import ScrapeServer
@testable import Settings

/// The exporter's own poller and page for one cloud, from a start of the program on; polled and scraped when a test says so.
struct SimulatedExporter: Sendable {
    /// What a test may have happen to the program itself.
    final class Condition: Sendable {
        private let reload: Mutex<Reloader.State>
        private let certificateEnd = Mutex<Double?>(nil)

        init(started: Double) { reload = Mutex(Reloader.State(succeeded: started)) }

        /// How the last reload of the configuration went.
        var lastReload: Reloader.State { reload.withLock { $0 } }

        /// The end of the certificates that the cloud's endpoints show, in Unix seconds; nil: no TLS.
        var endpointCertificateEnd: Double? { certificateEnd.withLock { $0 } }

        func reloaded(well isGood: Bool) { reload.withLock { $0.isGood = isGood } }

        func endpointsShow(certificateUntil end: Double?) { certificateEnd.withLock { $0 = end } }
    }

    static let cloud = "demo"

    let poller: Poller
    let condition: Condition
    let statistics = ScrapeStatistics()
    private let board: Board
    private let tail: ProgramTail

    init(_ address: DemoAddress, _ client: HTTPClient, _ time: SimulatedTime) {
        let clocks = time.clocks
        var cloud = Cloud(
            name: Self.cloud, authURL: address.authURL,
            authentication: .password(
                user: .name(address.username, domain: .name(address.domain)), password: Secret(address.password),
                project: .name(address.project, domain: .name(address.domain))))
        cloud.region = address.region
        cloud.transport.proxy = .none
        let condition = Condition(started: clocks.wall())
        self.condition = condition
        let transport = client.transport(cloud.transport)
        // Pauses between two attempts cost no time.
        let sender = RetryingSender(transport, clock: RecordingClock(), now: clocks.wall, jitter: { 0 })
        let session = Session(cloud: cloud, sender: sender, now: clocks.wall) { [cloud] in cloud }
        var watched = WatchedCloud(
            cloud: cloud, poll: PollSettings(interval: .seconds(60), timeout: .seconds(600), maxAge: .seconds(780)))
        watched.listing.dialect = .glance
        let access = CloudAccess(cloud, session: session, sender: sender, now: clocks.wall) {
            var statistics = transport.statistics
            if let end = condition.endpointCertificateEnd {
                statistics.certificateExpiry = [.token: end, .list: end]
            }
            return statistics
        }
        board = Board(now: clocks.monotonic)
        poller = Poller(
            watched, access: access, board: board, clocks: clocks,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() })
        tail = ProgramTail(
            build: .current, hidesExporterMetrics: true, statistics: statistics,
            reload: { condition.lastReload })
    }

    /// What a scrape of these families would be answered now.
    func page(_ names: Set<String>) -> [UInt8] {
        let request = ExpositionRequest(names: names)
        return board.answer(request, tail: tail.rendered(for: request)).whole
    }
}
