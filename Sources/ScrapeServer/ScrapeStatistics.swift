import Synchronization

/// What was asked of the endpoint; the closed set of the label `handler`.
package enum ScrapeHandlerName: String, CaseIterable, Sendable {
    case metrics, probe, landing, healthy, ready, reload, other

    /// A probe is answered however many requests are in flight: a busy exporter is not a dead one.
    var isAlwaysAnswered: Bool { self == .healthy || self == .ready }
}

/// Counts of the requests that the endpoint has answered.
package final class ScrapeStatistics: Sendable {
    /// One handler's answers with one status.
    package struct Count: Sendable, Equatable {
        package var handler: ScrapeHandlerName
        package var status: Int
        package var count: UInt64
    }

    private struct Key: Hashable {
        var handler: ScrapeHandlerName
        var status: Int
    }

    private struct State {
        /// What is watched is there from the start: a series born at 1 shows no increase.
        var counts: [Key: UInt64] = [Key(handler: .metrics, status: 200): 0, Key(handler: .metrics, status: 503): 0]
        var inFlight = 0
        var webCertificateExpiry: Double?
    }

    private let state = Mutex(State())

    package init() {}

    /// Requests begun and not yet wholly answered.
    package var inFlight: Int { state.withLock { $0.inFlight } }

    /// Unix seconds at the end of the endpoint's own certificate; nil without TLS.
    package var webCertificateExpiry: Double? { state.withLock { $0.webCertificateExpiry } }

    func presents(certificateUntil expiry: Double) { state.withLock { $0.webCertificateExpiry = expiry } }

    /// By handler, then by status.
    package var counts: [Count] {
        state.withLock { $0.counts }
            .map { Count(handler: $0.handler, status: $0.status, count: $1) }
            .sorted { ($0.handler.rawValue, $0.status) < ($1.handler.rawValue, $1.status) }
    }

    /// Takes one of `limit` places, nil being no limit; false where none is left: then nothing is to be given back.
    func begin(limit: Int?) -> Bool {
        state.withLock { state in
            guard state.inFlight < limit ?? .max else { return false }
            state.inFlight += 1
            return true
        }
    }

    func end() { state.withLock { $0.inFlight -= 1 } }

    func answered(_ handler: ScrapeHandlerName, status: Int) {
        state.withLock { $0.counts[Key(handler: handler, status: status), default: 0] += 1 }
    }
}
