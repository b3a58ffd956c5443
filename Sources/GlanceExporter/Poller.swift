import Catalogue
import Exposition
import HTTPClient
import Identity
import ImageAPI
import Logging
import Metrics
import ScrapeServer
import Settings

/// One cloud: polls it, one poll at a time, and publishes what each came to.
actor Poller {
    let cloud: Cloud
    let session: Session
    let sender: any RequestSender
    let dialect: Dialect
    let clocks: Clocks
    /// Reused from poll to poll; the published state in it moves only with a whole poll.
    let catalogue = Catalogue()
    var reader = PageReader()
    /// Pages and bytes of the running poll.
    var figures = PollFigures()
    var state = PollState()

    private let statistics: @Sendable () -> RequestStatistics
    private let settings: PollSettings
    private let board: Board
    private let logger: Logger
    /// Lines of the last whole poll, and the moment from which they are too old.
    private var shown: (lines: [[UInt8]], images: Int, expiry: ContinuousClock.Instant)?

    init(
        cloud: Cloud, session: Session, sender: any RequestSender, dialect: Dialect, settings: PollSettings,
        board: Board, clocks: Clocks, logger: Logger, statistics: @escaping @Sendable () -> RequestStatistics
    ) {
        self.cloud = cloud
        self.session = session
        self.sender = sender
        self.dialect = dialect
        self.settings = settings
        self.board = board
        self.clocks = clocks
        var logger = logger
        logger[metadataKey: "cloud"] = "\(cloud.name)"
        self.logger = logger
        self.statistics = statistics
        board.publish(cloud.name, Self.firstNotice(of: cloud.name))
    }

    /// Polls at once and then by the schedule, until cancelled; `afterFirst` runs when the first poll has ended.
    func run(afterFirst: @Sendable () -> Void) async {
        let origin = clocks.monotonic()
        var schedule = PollSchedule(interval: settings.interval, firstPoll: .zero)
        var isFirst = true
        while !Task.isCancelled {
            let started = clocks.monotonic()
            await poll()
            if isFirst { afterFirst() }
            isFirst = false
            let next = schedule.pollEnded(started: started - origin, ended: clocks.monotonic() - origin)
            do { try await clocks.sleep(origin + next) } catch { return }
        }
    }

    /// One poll: publishes all of it or keeps what is there.
    func poll() async {
        let started = clocks.monotonic()
        figures = PollFigures()
        let outcome = await outcome()
        let ended = clocks.monotonic()
        if case .failure(let failure) = outcome, failure.reason == .cancelled { return }
        state.polls += 1
        state.last = PollState.LastPoll(
            end: clocks.wall(), seconds: (ended - started).inSeconds, pages: figures.pages,
            receivedBytes: figures.receivedBytes)
        state.record(statistics())
        switch outcome {
        case .success(let census): succeeded(census, at: ended)
        case .failure(let failure): failed(failure)
        }
        reader.releaseBuffers()
        publish()
    }

    /// The enumeration, or `timeout` once the poll's time is over; whichever ends, the other has ended too.
    private func outcome() async -> Result<Census, PollFailure> {
        let deadline = clocks.monotonic() + settings.timeout
        let sleep = clocks.sleep
        return await withTaskGroup(of: Result<Census, PollFailure>?.self) { group in
            group.addTask { await self.enumerate() }
            group.addTask {
                try? await sleep(deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            await group.waitForAll()
            if Task.isCancelled { return .failure(PollFailure(.cancelled, "the poll was cancelled")) }
            let timeout = PrometheusDuration.write(settings.timeout)
            return .failure(PollFailure(.timeout, "the poll took longer than \(timeout)"))
        }
    }

    private func succeeded(_ census: Census, at ended: ContinuousClock.Instant) {
        let wasUp = state.isUp
        state.isUp = true
        state.lastSuccess = state.last?.end
        state.lastFull = state.last?.end
        let constant = [Label("cloud", cloud.name)]
        let lines = CatalogueFamilies.all.map { family in
            TextFormat.lines(family.family, constant: constant, samples: family.samples(census, FamilyLimits()))
        }
        shown = (lines, census.images, ended + settings.maxAge)
        let level: Logger.Level = wasUp ? .debug : .info
        logger.log(
            level: level, "poll succeeded",
            metadata: [
                "images": "\(census.images)", "pages": "\(figures.pages)", "seconds": "\(state.last?.seconds ?? 0)",
            ])
    }

    private func failed(_ failure: PollFailure) {
        state.isUp = false
        state.failures[failure.reason, default: 0] += 1
        logger.warning(
            "poll failed", metadata: ["reason": "\(failure.reason.rawValue)", "error": "\(failure.message)"])
    }

    private func publish() {
        if let shown, shown.expiry <= clocks.monotonic() { self.shown = nil }
        board.publish(
            cloud.name,
            Board.Notice(
                catalogue: shown?.lines, polling: Self.lines(of: state, cloud: cloud.name), expiry: shown?.expiry,
                row: LandingRow(
                    cloud: cloud.name, state: state.isUp ? .up : .down, lastSuccess: state.lastSuccess,
                    images: shown?.images)))
    }

    private static func lines(of state: PollState, cloud: String) -> [[UInt8]] {
        PollFamilies.all.map { family in
            TextFormat.lines(family.family, constant: [Label("cloud", cloud)], samples: family.samples(state))
        }
    }

    private static func firstNotice(of cloud: String) -> Board.Notice {
        Board.Notice(
            catalogue: nil, polling: lines(of: PollState(), cloud: cloud), expiry: nil,
            row: LandingRow(cloud: cloud, state: .waiting, lastSuccess: nil, images: nil))
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { self / .seconds(1) }
}
