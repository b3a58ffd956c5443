import HTTPClient

@testable import DemoCloud
@testable import GlanceExporter

/// A cloud, an exporter that polls it and a Prometheus that scrapes the exporter, all in one simulated time.
struct Stage: Sendable {
    let time: SimulatedTime
    let cloud: DemoCloud
    private let address: DemoAddress
    private let client: HTTPClient
    private let families: Set<String>
    /// The running one; nil: none runs.
    private(set) var exporter: SimulatedExporter?
    private(set) var recording = Recording()
    /// Images that an incident brought, by its name for them.
    private var brought: [String: [UInt32]] = [:]

    /// Runs `body` with a calm cloud of `settled` images and what lives beside them; it is older by `days` than the
    /// simulation, and `past` is what happened to it then.
    static func with<Outcome>(
        settled: Int, days: Int = 0, past: (inout DemoCatalogue) -> Void = { _ in },
        _ body: (inout Stage) async throws -> Outcome
    ) async throws -> Outcome {
        let time = SimulatedTime()
        var catalogue = DemoCatalogue(settled: settled, seed: 1, now: time.unix - days * 86_400)
        past(&catalogue)
        for day in (0..<days).reversed() { catalogue.advance(to: time.unix - day * 86_400) }
        let cloud = DemoCloud(catalogue) { time.unix }
        let client = try HTTPClient()
        let outcome: Result<Outcome, any Error>
        do {
            var stage = Stage(time, cloud, try await cloud.start(), client, try Rules.families())
            stage.restart()
            outcome = .success(try await body(&stage))
        } catch {
            outcome = .failure(error)
        }
        await client.shutdown()
        await cloud.shutdown()
        return try outcome.get()
    }

    private init(
        _ time: SimulatedTime, _ cloud: DemoCloud, _ address: DemoAddress, _ client: HTTPClient, _ families: Set<String>
    ) {
        self.time = time
        self.cloud = cloud
        self.address = address
        self.client = client
        self.families = families
    }

    /// The exporter ends, and another begins; a scrape comes before its first poll has ended.
    mutating func restart() {
        exporter = SimulatedExporter(address, client, time)
        scrape()
    }

    /// The exporter ends, and none is there from the next scrape on.
    mutating func stop() { exporter = nil }

    /// Lets time pass.
    mutating func pass(_ span: Span) async {
        let end = time.minute + span.minutes
        while time.minute < end {
            time.advance(minutes: span.pause(left: end - time.minute))
            await exporter?.poller.poll()
            scrape()
        }
    }

    /// The alerts that fired until now.
    func alerts(every interval: Int = 1) async throws -> [String: Rules.Firing] {
        try await Rules.alerts(in: recording, until: time.minute, every: interval)
    }

    /// Adds an image that is active within a minute.
    mutating func add(_ name: String, as given: @escaping @Sendable (DemoTraits) -> GivenTraits) {
        let steps = [ImageLife.Step(after: 5, to: .saving), .init(after: 50, to: .active)]
        brought[name, default: []].append(cloud.change { $0.catalogue.add(steps: steps, as: given) })
    }

    /// Deletes the images that were added under a name.
    mutating func remove(_ name: String) {
        let numbers = brought.removeValue(forKey: name) ?? []
        cloud.change { services in for number in numbers { services.catalogue.change(number, to: nil) } }
    }

    private mutating func scrape() { recording.scraped(exporter?.page(families), at: time.minute) }
}
