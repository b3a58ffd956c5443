import Exposition
import HTTPClient
import Identity
import Metrics
import Settings

/// What one poll of every cloud came to.
struct Collection: Sendable {
    /// The clouds' families and `glance_exporter_build_info`, in text format: gauges only, as the life of a counter would
    /// be this one poll.
    let text: [UInt8]
    /// Every cloud answered wholly.
    let isWhole: Bool

    /// Polls every cloud once, as many at the same time as `Fleet` does at its start.
    init(_ clouds: [WatchedCloud], settings: Settings) async throws {
        let client = try HTTPClient()
        let board = Board()
        let logger = settings.log.makeLogger()
        let bar = ProgressBar.onTerminal(clouds: clouds.count)
        let pollers = clouds.map { watched in
            let name = watched.cloud.name
            return Poller(
                watched, client: client, board: board, logger: logger,
                progress: { bar.advanced(name, images: $0.images) }, read: { () throws(CloudsError) in [watched] })
        }
        await Self.poll(pollers, bar)
        bar.close()
        await client.shutdown()
        self.init(board)
    }

    /// What the board shows.
    init(_ board: Board) {
        let build = ProgramFamilies.all.filter { !$0.isExporterMetric }
        text =
            board.text { $0.kind == .gauge }
            + build.reduce(into: []) { text, family in
                let samples = family.samples(BuildInfo.current.state)
                if samples.isEmpty { return }
                text += TextFormat.header(family.family)
                text += TextFormat.lines(family.family, constant: [], samples: samples)
            }
        isWhole = board.rows().allSatisfy { $0.state == .up }
    }

    private static func poll(_ pollers: [Poller], _ bar: ProgressBar) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, poller) in pollers.enumerated() {
                if index >= Fleet.firstPollsAtOnce { await group.next() }
                group.addTask {
                    await poller.poll()
                    bar.ended()
                }
            }
        }
    }
}
