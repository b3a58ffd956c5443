/// Every cloud that is polled when it is scraped.
struct ScrapedPolls: Sendable {
    /// Of the clouds.
    let names: Set<String>
    private let polls: [SharedPoll]

    init(_ pollers: [Poller]) {
        names = Set(pollers.map(\.watched.cloud.name))
        polls = pollers.map { SharedPoll($0) }
    }

    var isEmpty: Bool { polls.isEmpty }

    /// Polls every cloud, or waits for the polls that run, until the deadline at the latest.
    func refresh(within limit: Duration?) async {
        let deadline = limit.map { Clocks.system.monotonic() + $0 }
        await withTaskGroup(of: Void.self) { group in
            for poll in polls { group.addTask { await poll.join(until: deadline) } }
        }
    }
}
