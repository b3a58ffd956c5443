import HTTPClient
import Synchronization

/// Spaces out the requests of one cloud, each attempt for itself, to at most so many a second.
final class PacedSender: RequestSender {
    private let base: any RequestSender
    private let pause: Duration
    private let clocks: Clocks
    /// Before this moment no further request begins.
    private let next: Mutex<ContinuousClock.Instant?> = Mutex(nil)

    /// - Parameter rate: requests a second, more than 0.
    init(_ base: any RequestSender, rate: Double, clocks: Clocks) {
        self.base = base
        pause = .seconds(1 / rate)
        self.clocks = clocks
    }

    func send(_ request: Request) async throws(TransferError) -> Response {
        let now = clocks.monotonic()
        let start = next.withLock { next in
            let start = max(next ?? now, now)
            next = start + pause
            return start
        }
        if start > now {
            do { try await clocks.sleep(start) } catch {
                throw TransferError(.cancelled, "the request was cancelled")
            }
        }
        return try await base.send(request)
    }
}
