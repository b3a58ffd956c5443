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
    let access: CloudAccess
    let listing: ListingSettings
    let clocks: Clocks
    /// Reused from poll to poll; the published state in it moves only with a whole poll.
    let catalogue = Catalogue()
    var reader: PageReader
    /// Pages and bytes of the running poll.
    var figures = PollFigures()
    /// Told after each page.
    let progress: (@Sendable (PollFigures) -> Void)?
    /// Whether walks may be cut by the time of creation; until the server shows that it does not keep to that.
    var splitsWalks = true
    var deltas: DeltaPolls
    var pageSize: PageSize
    /// What the server has shown; kept as long as the poller.
    private(set) var knownDialect: Dialect?

    nonisolated let watched: WatchedCloud
    private let labels: [Label]
    private let board: Board
    let logger: Logger
    var state = PollState()
    private var isPolling = false
    private var isRetired = false
    private(set) var authorization: Authorization?
    /// What the main walks were made in.
    private(set) var dialect = Dialect.glance
    /// Lines of the last whole poll, and the moment from which they are too old.
    private var shown:
        (lines: [[UInt8]], own: [FamilyLines], figures: LandingRow.Figures, expiry: ContinuousClock.Instant)?
    /// What the landing page says of the cloud.
    private var row: LandingRow
    var shares = KeptShares()
    /// When a cloud that tells of no quotas is asked again.
    var nextQuotas: ContinuousClock.Instant?
    var names = KeptNames()

    init(
        _ watched: WatchedCloud, access: CloudAccess, board: Board, clocks: Clocks, logger: Logger,
        progress: (@Sendable (PollFigures) -> Void)? = nil
    ) {
        self.watched = watched
        self.access = access
        listing = watched.listing
        catalogue.kept = watched.kept
        deltas = DeltaPolls(every: watched.poll.fullEvery, interval: watched.poll.interval)
        pageSize = PageSize(watched.listing.pageSize)
        reader = PageReader(properties: watched.kept.properties)
        reader.readsTexts(watched.kept.readsTexts)
        state.isCompatible = watched.isCompatible
        labels = [Label("cloud", watched.cloud.name)] + watched.labels.map { Label($0.name, $0.value) }
        self.board = board
        self.clocks = clocks
        self.progress = progress
        var logger = logger
        logger[metadataKey: "cloud"] = "\(watched.cloud.name)"
        self.logger = logger
        let isScraped = watched.poll.interval == .zero
        row = LandingRow(
            cloud: watched.cloud.name, state: isScraped ? .scraped : .waiting,
            nextPoll: isScraped ? nil : clocks.wall(), filter: listing.filter.text)
        board.publish(
            row.cloud, Board.Notice(catalogue: nil, polling: Self.lines(of: state, labels), expiry: nil, row: row)
        )
    }

    /// Polls at once and then by the schedule, until cancelled; `afterFirst` runs when the first poll has ended. The second
    /// poll is later by `spread` intervals, 0 to 1, so that clouds that begin together do not go on so.
    func run(spread: Double = 0, afterFirst: @Sendable () async -> Void) async {
        let origin = clocks.monotonic()
        var schedule = PollSchedule(interval: watched.poll.interval, firstPoll: watched.poll.interval * spread)
        var isFirst = true
        while !Task.isCancelled {
            let started = clocks.monotonic()
            await poll()
            if isFirst { await afterFirst() }
            isFirst = false
            let ended = clocks.monotonic()
            let next = schedule.pollEnded(started: started - origin, ended: ended - origin)
            announce(in: origin + next - ended)
            do { try await clocks.sleep(origin + next) } catch { return }
        }
    }

    /// One poll: publishes all of it or keeps what is there.
    func poll() async {
        isPolling = true
        defer { isPolling = false }
        let started = clocks.monotonic()
        let deadline = started + watched.poll.timeout
        figures = PollFigures()
        var outcome = await within(deadline) { await self.enumerate() }
        if case .success(var census) = outcome {
            census.unacceptedShares = await unacceptedShares(beside: census, until: deadline)
            census.quotas = await quotas(until: deadline)
            await learnNames(until: deadline)
            outcome = .success(census)
        }
        reader.releaseBuffers()
        if case .failure(let failure) = outcome, failure.reason == .cancelled { return }
        finished(started: started, ended: clocks.monotonic())
        switch outcome {
        case .success(let census): succeeded(census)
        case .failure(let failure): failed(failure)
        }
        adaptPageSize()
        publish()
        Allocator.giveBack()
    }

    private func adaptPageSize() {
        let isChanged = state.isUp ? pageSize.pollWasWhole() : figures.isPageTooMuch && pageSize.pageWasTooMuch()
        if isChanged { logger.info("pages of another size", metadata: ["images": "\(pageSize.current)"]) }
    }

    /// Nobody waits for the running poll any more: it counts as failed, and is to be cancelled.
    func gaveUp(_ failure: PollFailure) {
        guard isPolling else { return }
        state.polls += 1
        failed(failure)
        publish()
    }

    /// A scrape is answered before the running poll has ended.
    func isLate() {
        guard isPolling, state.isUp else { return }
        state.isUp = false
        row.state = .down(nil)
        publish()
    }

    /// The cloud is watched no longer, or by another poller: nothing is shown from now on.
    func retire() { isRetired = true }

    /// A login succeeded, or the kept one still holds.
    func learned(_ source: ImageSource, _ dialect: Dialect) {
        authorization = source.authorization
        self.dialect = dialect
        reader.belongs(to: source.authorization.projectID)
        state.learned(source.authorization, of: access.cloud, dialect: dialect)
    }

    /// The server has shown what it is.
    func found(_ dialect: Dialect) {
        knownDialect = dialect
        logger.info("found the dialect", metadata: ["dialect": "\(dialect.rawValue)"])
    }
}

extension Poller {
    /// The work's outcome, or a failure once the time is over; whichever ends, the other has ended too.
    func within<Success: Sendable>(
        _ deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async -> Result<Success, PollFailure>
    ) async -> Result<Success, PollFailure> {
        let sleep = clocks.sleep
        let timeout = watched.poll.timeout
        return await withTaskGroup(of: Result<Success, PollFailure>?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await sleep(deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            await group.waitForAll()
            if Task.isCancelled { return .failure(PollFailure(.cancelled, "the poll was cancelled")) }
            return .failure(
                PollFailure(.timeout, "the poll took longer than \(PrometheusDuration.write(timeout))"))
        }
    }

    private func finished(started: ContinuousClock.Instant, ended: ContinuousClock.Instant) {
        state.polls += 1
        state.last = PollState.LastPoll(
            end: clocks.wall(), seconds: (ended - started).inSeconds, pages: figures.pages,
            receivedBytes: figures.receivedBytes)
        state.record(access.statistics())
    }

    private func succeeded(_ census: Census) {
        let wasUp = state.isUp
        state.isUp = true
        row.state = .up
        state.lastSuccess = state.last?.end
        if figures.kind == .everything { state.lastFull = state.last?.end }
        let limits = limits
        let lines = CatalogueFamilies.all.map { self.lines(of: $0, census, limits) }
        let own = watched.families.aggregates.map(\.family).map {
            FamilyLines($0.family, self.lines(of: $0, census, limits))
        }
        shown = (lines, own, figures(of: census), clocks.monotonic() + watched.poll.maxAge)
        if watched.kept.images > 0, census.details == nil {
            logger.warning(
                "the families of each image are left out: there are more images than per_image_limit",
                metadata: ["images": "\(census.images)", "per_image_limit": "\(watched.kept.images)"])
        }
        let level: Logger.Level = wasUp ? .debug : .info
        logger.log(
            level: level, "poll succeeded",
            metadata: [
                "images": "\(census.images)", "pages": "\(figures.pages)", "seconds": "\(state.last?.seconds ?? 0)",
            ])
    }

    private func failed(_ failure: PollFailure) {
        state.isUp = false
        row.state = .down(failure.reason.words)
        state.failures[failure.reason, default: 0] += 1
        logger.warning(
            "poll failed", metadata: ["reason": "\(failure.reason.rawValue)", "error": "\(failure.message)"])
    }

    private var limits: FamilyLimits {
        var limits = FamilyLimits(
            labelValues: watched.maxLabelValues, statuses: listing.filter.statuses,
            visibilities: listing.filter.visibilities)
        limits.isCompatible = watched.isCompatible
        limits.projectNames = names.names
        limits.aggregates = watched.families.aggregates
        limits.requiredProperties = watched.families.requiredProperties
        return limits
    }

    private func lines(of family: CatalogueFamily, _ census: Census, _ limits: FamilyLimits) -> [UInt8] {
        TextFormat.lines(family.family, constant: labels, samples: family.samples(census, limits))
    }

    private func publish() {
        guard !isRetired else { return }
        if let shown, shown.expiry <= clocks.monotonic() { self.shown = nil }
        row.lastSuccess = state.lastSuccess
        row.figures = shown?.figures
        board.publish(
            access.cloud.name,
            Board.Notice(
                catalogue: shown?.lines, own: shown?.own ?? [], polling: Self.lines(of: state, labels),
                expiry: shown?.expiry, row: row))
    }

    private func announce(in delay: Duration) {
        let time = clocks.wall() + delay.inSeconds
        row.nextPoll = time
        if !isRetired { board.schedule(access.cloud.name, nextPoll: time) }
    }

    private func figures(of census: Census) -> LandingRow.Figures {
        let statuses = listing.filter.statuses
        func count(_ status: ImageStatus) -> Int? {
            guard statuses?.contains(status) ?? true else { return nil }
            return census.bases.reduce(0) { $1.status == status ? $0 + $1.images : $0 }
        }
        let stuck = census.stuck.map {
            LandingRow.Stuck.Image(id: $0.id, status: $0.status.name, updated: Double($0.updated))
        }
        return LandingRow.Figures(
            images: census.images, queued: count(.queued), killed: count(.killed),
            stuck: watched.kept.stuck > 0 ? LandingRow.Stuck(stuck) : nil)
    }

    private static func lines(of state: PollState, _ labels: [Label]) -> [[UInt8]] {
        PollFamilies.all.map { family in
            TextFormat.lines(family.family, constant: labels, samples: family.samples(state))
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { self / .seconds(1) }
}
