/// Every cloud that is polled when it is scraped.
struct ScrapedPolls: Sendable {
    /// Of the clouds.
    let names: Set<String>
    private let polls: [SharedPoll]

    init(_ pollers: [Poller]) {
        names = Set(pollers.map(\.watched.cloud.name))
        polls = pollers.map { SharedPoll($0) }
    }

    /// What a scrape waits for; nil where there is no such cloud.
    var refresh: (@Sendable (Duration?) async -> Void)? {
        polls.isEmpty ? nil : { @Sendable limit in await refresh(within: limit) }
    }

    /// Polls every cloud, or waits for the polls that run, until the deadline at the latest.
    private func refresh(within limit: Duration?) async {
        let deadline = limit.map { Clocks.system.monotonic() + $0 }
        await withTaskGroup(of: Void.self) { group in
            for poll in polls { group.addTask { await poll.join(until: deadline) } }
        }
    }
}
