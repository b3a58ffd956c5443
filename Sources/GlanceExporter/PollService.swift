import ServiceLifecycle

/// Runs the pollers that keep to a schedule until the program is asked to end.
struct PollService: Service {
    /// First polls that may run at the same time.
    static let firstPollsAtOnce = 8

    let pollers: [Poller]

    func run() async {
        await cancelWhenGracefulShutdown {
            await poll()
            // A service that ends would end the program.
            for await _ in AsyncStream<Never>.makeStream().stream {}
        }
    }

    private func poll() async {
        let (firstPolls, ended) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            var endings = firstPolls.makeAsyncIterator()
            for (index, poller) in pollers.enumerated() {
                if index >= Self.firstPollsAtOnce { _ = await endings.next() }
                group.addTask { await poller.run { ended.yield() } }
            }
        }
    }
}
