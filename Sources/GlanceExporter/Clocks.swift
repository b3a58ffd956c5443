import FoundationEssentials

/// The two times that the program reads, so that tests can set them.
struct Clocks: Sendable {
    /// Unix seconds.
    var wall: @Sendable () -> Double
    /// Never jumps; for intervals, durations and ages.
    var monotonic: @Sendable () -> ContinuousClock.Instant
    /// Waits until a monotonic moment; throws when cancelled.
    var sleep: @Sendable (ContinuousClock.Instant) async throws -> Void

    static let system = Clocks(
        wall: { Date().timeIntervalSince1970 },
        monotonic: { ContinuousClock.now },
        sleep: { try await Task.sleep(until: $0, clock: .continuous) })
}
