import Identity
import Logging
import Settings
import Synchronization

/// Reads everything that names clouds again, and has the fleet watch what it says now.
final class Reloader: Sendable {
    /// How the last reload went; `succeeded` is in Unix seconds.
    struct State: Sendable, Equatable {
        var isGood = true
        var succeeded: Double
    }

    private let read: @Sendable () throws(CloudsError) -> [WatchedCloud]
    private let fleet: Fleet
    private let clocks: Clocks
    private let logger: Logger
    private let current: Mutex<State>
    /// One reload at a time.
    private let turnstile = Turnstile(places: 1)

    /// The settings that the program started with count as reloaded now.
    init(
        fleet: Fleet, clocks: Clocks = .system, logger: Logger,
        read: @escaping @Sendable () throws(CloudsError) -> [WatchedCloud]
    ) {
        self.read = read
        self.fleet = fleet
        self.clocks = clocks
        self.logger = logger
        current = Mutex(State(succeeded: clocks.wall()))
    }

    /// How the last reload went.
    var state: State { current.withLock { $0 } }

    /// Reloads; nil, or why everything stayed as it was.
    func reload() async -> String? {
        guard await turnstile.enter() else { return "the reload was cancelled" }
        let reason: String?
        do throws(CloudsError) {
            let clouds = try read()
            Exposure.warn(of: clouds, logger)
            await fleet.apply(clouds)
            current.withLock { $0 = State(succeeded: clocks.wall()) }
            logger.info("reloaded", metadata: ["clouds": "\(clouds.map(\.cloud.name).joined(separator: ","))"])
            reason = nil
        } catch {
            current.withLock { $0.isGood = false }
            logger.error("reload failed; the old settings stay", metadata: ["error": "\(error)"])
            reason = error.description
        }
        await turnstile.leave()
        return reason
    }
}
