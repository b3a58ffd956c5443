import Settings

/// The clouds that are watched, a poller each; a reload adds, removes and exchanges them.
actor Fleet {
    /// First polls that may run at the same time; more clouds than these are spread over half an interval afterwards.
    static let firstPollsAtOnce = 8

    private struct Member {
        var poller: Poller
        /// For a cloud that is polled when it is scraped.
        var shared: SharedPoll?
        /// For one that keeps to a schedule.
        var task: Task<Void, Never>?
    }

    /// What is watched now.
    nonisolated let roster = Roster()

    private let board: Board
    private let make: @Sendable (WatchedCloud) -> Poller
    private let turnstile = Turnstile(places: firstPollsAtOnce)
    private var members: [String: Member] = [:]
    private var isRunning = false

    /// A fleet of no clouds; `make` gives the poller of one, which shows on the board from then on.
    init(board: Board, make: @escaping @Sendable (WatchedCloud) -> Poller) {
        self.board = board
        self.make = make
    }

    /// Watches these clouds and no others; what is watched already, and in the same way, goes on undisturbed.
    func apply(_ clouds: [WatchedCloud]) async {
        let isCrowd = clouds.count > Self.firstPollsAtOnce
        let names = Set(clouds.map(\.cloud.name))
        for (name, member) in members where !names.contains(name) {
            await end(member)
            members[name] = nil
            board.withdraw(name)
        }
        for watched in clouds where members[watched.cloud.name]?.poller.watched != watched {
            let name = watched.cloud.name
            if let member = members[name] { await end(member) }
            let poller = make(watched)
            var member = Member(poller: poller)
            if watched.poll.interval == .zero { member.shared = SharedPoll(poller) }
            members[name] = member
            if isRunning { start(name, isCrowd: isCrowd) }
        }
        roster.set(members.mapValues { $0.shared != nil })
    }

    /// Polls until the task is cancelled.
    func run() async {
        isRunning = true
        let isCrowd = members.count > Self.firstPollsAtOnce
        for name in members.keys.sorted() { start(name, isCrowd: isCrowd) }
        for await _ in AsyncStream.makeStream(of: Never.self).stream {}
        isRunning = false
        let tasks = members.values.compactMap(\.task)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// What a scrape of one cloud, or with nil of all, has to wait for; nil where nothing is polled when scraped.
    nonisolated func wait(for cloud: String?, within limit: Duration?) -> (@Sendable () async -> Void)? {
        guard roster.isScraped(cloud) else { return nil }
        return { await self.refresh(cloud, within: limit) }
    }

    /// Polls the clouds that are polled when scraped, or the one that is named if it is among them, until the deadline at
    /// the latest.
    func refresh(_ cloud: String?, within limit: Duration?) async {
        let deadline = limit.map { Clocks.system.monotonic() + $0 }
        let polls = members.filter { cloud == nil || $0.key == cloud }.compactMap(\.value.shared)
        await withTaskGroup(of: Void.self) { group in
            for poll in polls { group.addTask { await poll.join(until: deadline) } }
        }
    }

    private func start(_ name: String, isCrowd: Bool) {
        guard let poller = members[name]?.poller, members[name]?.shared == nil, members[name]?.task == nil else {
            return
        }
        let turnstile = turnstile
        let spread = isCrowd ? CloudHash.fraction(of: name) / 2 : 0
        members[name]?.task = Task {
            guard await turnstile.enter() else { return }
            await poller.run(spread: spread) { await turnstile.leave() }
        }
    }

    /// The poller shows nothing more from now on.
    private func end(_ member: Member) async {
        await member.poller.retire()
        member.task?.cancel()
    }
}
