import Synchronization

/// A clock that stands still until a test moves it on.
package final class ManualClock: Clock {
    package struct Instant: InstantProtocol {
        /// Since the clock was made.
        package var offset: Duration

        package func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }
        package func duration(to other: Self) -> Duration { other.offset - offset }
        package static func < (one: Self, other: Self) -> Bool { one.offset < other.offset }
    }

    private struct Sleeper {
        var id: Int
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var cancelled: Set<Int> = []
        var sleepers: [Sleeper] = []
        var waiters: [(count: Int, gate: Gate)] = []

        /// The gates of those who waited for as many sleepers as there are.
        mutating func metWaiters() -> [Gate] {
            let count = sleepers.count
            let met = waiters.filter { $0.count <= count }
            waiters.removeAll { $0.count <= count }
            return met.map(\.gate)
        }
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// How long each sleeper has still to sleep, the soonest first.
    package var pauses: [Duration] {
        state.withLock { state in state.sleepers.map { state.now.duration(to: $0.deadline) }.sorted() }
    }

    /// Moves the time on and wakes who is due, the soonest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until so many tasks sleep at the same time.
    package func sleepers(_ count: Int = 1) async {
        let gate = Gate()
        let met = state.withLock { state in
            state.waiters.append((count, gate))
            return state.metWaiters()
        }
        for gate in met { gate.open() }
        await gate.passed()
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                sleep(Sleeper(id: id, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    private enum Outcome {
        case sleeps([Gate])
        case isDue, isCancelled
    }

    private func sleep(_ sleeper: Sleeper) {
        let outcome: Outcome = state.withLock { state in
            if state.cancelled.contains(sleeper.id) { return .isCancelled }
            if sleeper.deadline <= state.now { return .isDue }
            state.sleepers.append(sleeper)
            return .sleeps(state.metWaiters())
        }
        switch outcome {
        case .sleeps(let met): for gate in met { gate.open() }
        case .isDue: sleeper.continuation.resume()
        case .isCancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            state.cancelled.insert(id)
            let index = state.sleepers.firstIndex { $0.id == id }
            return index.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
