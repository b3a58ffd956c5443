import TestSupport

@testable import GlanceExporter

/// The one time of a simulation: the cloud's, the exporter's and that of the scrapes.
struct SimulatedTime: Sendable {
    /// Unix seconds at which every simulation begins: Monday 2026-06-01T00:00:00Z.
    static let start = 1_780_272_000

    private let clock = ManualClock()
    private let origin = ContinuousClock.now

    /// Minutes since the start.
    var minute: Int { Int(clock.now.offset / .seconds(60)) }

    /// Unix seconds.
    var unix: Int { Self.start + minute * 60 }

    func advance(minutes: Int) { clock.advance(by: .seconds(60 * minutes)) }

    /// Nobody who sleeps is woken but by time that is let pass.
    var clocks: Clocks {
        let (clock, origin) = (clock, origin)
        return Clocks(
            wall: { Double(Self.start) + clock.now.offset / .seconds(1) },
            monotonic: { origin + clock.now.offset },
            sleep: {
                try await clock.sleep(until: clock.now.advanced(by: $0 - origin - clock.now.offset), tolerance: nil)
            })
    }
}
