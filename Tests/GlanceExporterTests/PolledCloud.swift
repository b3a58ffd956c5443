import Exposition
import HTTPClient
import Identity
import ImageAPI
import Logging
import Synchronization
import TestSupport
import Testing

@testable import GlanceExporter
@testable import Settings

/// A fake cloud on loopback and a poller of it, through the real client; pauses between attempts cost no time.
struct PolledCloud: Sendable {
    let cloud: FakeCloud
    let board: Board
    let poller: Poller
    /// The pauses that were made.
    let clock: RecordingClock
    let client: HTTPClient
    /// Bounds of every request, as a test sets them.
    let limits: Limits

    /// What a test may change between two polls.
    final class Limits: Sendable {
        private let limits = Mutex(TransferLimits())

        var current: TransferLimits { limits.withLock { $0 } }

        func set(_ change: (inout TransferLimits) -> Void) {
            var changed = TransferLimits()
            change(&changed)
            limits.withLock { $0 = changed }
        }
    }

    private struct Limiting: RequestSender {
        let base: any RequestSender
        let limits: Limits

        func send(_ request: Request) async throws(TransferError) -> Response {
            var request = request
            request.limits = limits.current
            return try await base.send(request)
        }
    }

    private static let farAddress = "http://cloud.invalid"

    /// Unix seconds of every poll: 2026-06-01T00:00:00Z.
    static let now = 1_780_272_000.0

    /// Runs `body`, and ends the client after it.
    static func with(
        _ shape: FakeCloud.Shape = .glance, _ images: [FakeImage], _ listing: ListingSettings? = nil,
        authURL: String? = nil, isFar: Bool = false, transport: (inout TransportSettings) -> Void = { _ in },
        _ body: (PolledCloud) async throws -> Void
    ) async throws {
        let cloud = try await FakeCloud.start(shape, images)
        let client = try HTTPClient()
        var description = Cloud(
            name: "c", authURL: authURL ?? cloud.url,
            authentication: .password(
                user: .name("u", domain: .id("default")), password: Secret("s3cret"), project: .id(FakeCloud.project)))
        description.transport.proxy = .none
        if isFar {
            // Clients ask far clouds for compressed answers; this one is its own proxy.
            cloud.change { $0.farAddress = Self.farAddress }
            description.authURL = Self.farAddress
            description.transport.proxy = .url(cloud.url)
        }
        transport(&description.transport)
        let polled = PolledCloud(
            cloud, description, client, listing ?? .with(shape == .glance ? .glance : .ims))
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(polled)) } catch { outcome = .failure(error) }
        await client.shutdown()
        try outcome.get()
    }

    private init(
        _ cloud: FakeCloud, _ description: Cloud, _ client: HTTPClient, _ listing: ListingSettings
    ) {
        self.cloud = cloud
        self.client = client
        limits = Limits()
        clock = RecordingClock()
        board = Board()
        let transport = client.transport(description.transport)
        let sender = RetryingSender(
            Limiting(base: transport, limits: limits), clock: clock, now: { Self.now }, jitter: { 0 })
        let now = { @Sendable in Self.now }
        let session = Session(cloud: description, sender: sender, now: now) { description }
        var watched = WatchedCloud(
            cloud: description,
            poll: PollSettings(interval: .seconds(60), timeout: .seconds(600), maxAge: .seconds(780)))
        watched.listing = listing
        var clocks = Clocks.system
        clocks.wall = { Self.now }
        poller = Poller(
            watched,
            access: CloudAccess(description, session: session, sender: sender, statistics: { transport.statistics }),
            board: board, clocks: clocks, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var exposition: [String] {
        String(decoding: board.answer(ExpositionRequest(), tail: []).whole, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    func value(_ series: String) -> String? {
        exposition.first { $0.hasPrefix(series + " ") }.map { String($0.dropFirst(series.count + 1)) }
    }

    /// Images of one status, of any visibility; nil where none are shown.
    func images(_ status: String = "active") -> Int? {
        let counts = samples("glance_images").filter { $0.contains("status=\"\(status)\"") }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    /// The samples of a family, less the label `cloud`.
    func samples(_ family: String) -> [String] {
        exposition.filter { $0.hasPrefix(family + "{") }
            .map { $0.dropFirst(family.count).description.replacing("cloud=\"c\",", with: "") }
    }

    var isUp: Bool { value(#"glance_up{cloud="c"}"#) == "1" }

    /// Failed polls by reason.
    var failures: [String: Int] {
        samples("glance_poll_failures_total").filter { !$0.hasSuffix(" 0") }.reduce(into: [:]) { failures, sample in
            let parts = sample.split(separator: "\"")
            failures[String(parts[1])] = Int(parts[2].dropFirst(2))
        }
    }
}
