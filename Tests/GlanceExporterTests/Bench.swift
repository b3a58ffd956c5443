import Catalogue
import Exposition
import HTTPClient
import Identity
import ImageAPI
import Logging
import Synchronization

@testable import GlanceExporter
@testable import Settings

/// A poller, its cloud and its board, with clocks that a test sets.
struct Bench {
    let cloud = ScriptedCloud()
    let board: Board
    let poller: Poller
    let logged = Lines()
    let elapsed = Elapsed()

    /// Lines written to the log.
    final class Lines: Sendable {
        let lines = Mutex<[String]>([])
    }

    /// Time since the start of the test.
    final class Elapsed: Sendable {
        let duration = Mutex(Duration.zero)
        let origin = ContinuousClock.now
        func advance(_ by: Duration) { duration.withLock { $0 += by } }
        var now: ContinuousClock.Instant { origin + duration.withLock { $0 } }
    }

    init(
        timeout: Duration = .seconds(600), _ listing: ListingSettings = .glance, maxLabelValues: Int = 100,
        labels: [ConstantLabel] = [], kept: KeptDetails = KeptDetails(), isCompatible: Bool = false,
        families: ConfiguredFamilies = ConfiguredFamilies(),
        poll: (inout PollSettings) -> Void = { _ in },
        sleep: (@Sendable (ContinuousClock.Instant) async throws -> Void)? = nil
    ) {
        let elapsed = elapsed
        let logged = logged
        board = Board(now: { elapsed.now })
        var description = Cloud(
            name: "c", authURL: "http://keystone.test",
            authentication: .password(
                user: .name("u", domain: .id("default")), password: Secret("s3cret"), project: .id("p1")))
        description.region = "R"
        let clocks = Clocks(
            wall: { 1_780_000_000 + elapsed.duration.withLock { $0 }.inSeconds }, monotonic: { elapsed.now },
            sleep: sleep ?? { _ in try await Task.sleep(for: timeout) })
        let session = Session(cloud: description, sender: cloud, now: clocks.wall) { [description] in description }
        var watched = WatchedCloud(
            cloud: description,
            poll: PollSettings(interval: .seconds(60), timeout: timeout, maxAge: .seconds(780)))
        watched.listing = listing
        poll(&watched.poll)
        watched.maxLabelValues = maxLabelValues
        watched.labels = labels
        watched.kept = kept
        watched.kept.properties = families.properties
        watched.kept.tables = watched.poll.fullEvery != nil
        watched.families = families
        watched.isCompatible = isCompatible
        poller = Poller(
            watched, access: CloudAccess(description, session: session, sender: cloud), board: board, clocks: clocks,
            logger: Logger(label: "test") { _ in
                StructuredLogHandler(format: .logfmt, level: .debug) { line in
                    logged.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                }
            })
    }

    var exposition: [String] {
        String(decoding: board.answer(ExpositionRequest(), tail: []).whole, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    func value(_ series: String) -> String? {
        exposition.first { $0.hasPrefix(series + " ") }.map { String($0.dropFirst(series.count + 1)) }
    }

    /// The samples of a family, less the label `cloud`.
    func samples(_ family: String) -> [String] {
        exposition.filter { $0.hasPrefix(family + "{") }
            .map { $0.dropFirst(family.count).description.replacing("cloud=\"c\",", with: "") }
    }

    var failures: [String] {
        exposition.filter { $0.hasPrefix("glance_poll_failures_total{") && !$0.hasSuffix(" 0") }
    }
}

extension ListingSettings {
    /// Stock Glance, not asked what it is.
    static var glance: Self { with(.glance) }

    static func with(_ dialect: DialectChoice, _ path: ListPath = .images, market: Bool = false) -> Self {
        var listing = Self()
        listing.dialect = dialect
        listing.path = path
        listing.market = market
        return listing
    }
}
