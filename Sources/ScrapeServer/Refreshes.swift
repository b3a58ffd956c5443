import Synchronization

/// What answers wait for, one task an answer; at most as many as requests in flight.
final class Refreshes: Sendable {
    private struct State {
        var last = 0
        var running: [Int: Task<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// Starts the work and returns its number, which is given to it as well.
    func begin(_ work: @escaping @Sendable (Int) async -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            let number = state.last
            state.running[number] = Task {
                await work(number)
                self.state.withLock { _ = $0.running.removeValue(forKey: number) }
            }
            return number
        }
    }

    /// Nobody waits for it any more.
    func cancel(_ number: Int) { state.withLock { $0.running[number] }?.cancel() }

    /// Waits until every task has ended.
    func ended() async {
        for task in state.withLock({ Array($0.running.values) }) { await task.value }
    }

    /// Tasks that have not ended.
    var count: Int { state.withLock { $0.running.count } }
}
