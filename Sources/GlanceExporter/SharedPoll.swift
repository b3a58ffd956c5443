import ScrapeServer

/// The polls of one cloud that scrapes ask for: who comes while one runs shares it, and it ends when nobody waits for it
/// any more.
actor SharedPoll {
    private enum Departure {
        case ended, late, gone
    }

    private let poller: Poller
    private let clocks: Clocks
    private var waiters: [Int: AsyncStream<Never>.Continuation] = [:]
    private var nextWaiter = 0
    /// Polls begun.
    private var begun = 0
    /// Where `number` is 0, the last poll is over or given up.
    private var current: (number: Int, task: Task<Void, Never>?) = (0, nil)

    init(_ poller: Poller, clocks: Clocks = .system) {
        self.poller = poller
        self.clocks = clocks
    }

    /// Waits for the running poll, or for one that begins now, until the deadline at the latest; a cancelled task leaves
    /// at once. A poll that nobody waits for is cancelled and has failed.
    func join(until deadline: ContinuousClock.Instant?) async {
        if current.number == 0 { begin() }
        let number = current.number
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        nextWaiter += 1
        let waiter = nextWaiter
        waiters[waiter] = continuation
        let departure = await departure(from: end, at: deadline)
        waiters[waiter] = nil
        guard departure != .ended, current.number == number else { return }
        guard waiters.isEmpty else {
            if departure == .late { await poller.isLate() }
            return
        }
        // Who comes from now on begins a poll of his own.
        current.number = 0
        let task = current.task
        await poller.gaveUp(
            departure == .late
                ? PollFailure(.timeout, "the poll was not over at the scrape's deadline")
                : PollFailure(.cancelled, "every scraper that waited for the poll hung up"))
        task?.cancel()
    }

    /// Scrapers that wait.
    var waiting: Int { waiters.count }

    private func begin() {
        begun += 1
        let number = begun
        let before = current.task
        let poller = poller
        // Polls of one cloud never overlap: one that was given up may still be ending.
        let task = Task {
            await before?.value
            if !Task.isCancelled { await poller.poll() }
            ended(number)
        }
        current = (number, task)
    }

    private func ended(_ number: Int) {
        guard current.number == number else { return }
        current.number = 0
        for waiter in waiters.values { waiter.finish() }
    }

    private nonisolated func departure(
        from end: AsyncStream<Never>, at deadline: ContinuousClock.Instant?
    ) async -> Departure {
        let sleep = clocks.sleep
        return await withTaskGroup(of: Departure.self) { group in
            group.addTask {
                for await _ in end {}
                return Task.isCancelled ? .gone : .ended
            }
            if let deadline {
                group.addTask {
                    do { try await sleep(deadline) } catch { return .gone }
                    return .late
                }
            }
            let first = await group.next() ?? .gone
            group.cancelAll()
            return first
        }
    }
}
