/// Sends a request again where another attempt may help, after a pause; the last attempt's outcome is the outcome.
package struct RetryingSender: RequestSender {
    private let base: any RequestSender
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Double
    private let jitter: @Sendable () -> Double

    /// `now` is in Unix seconds; `jitter` gives a number from 0 to 1 anew each time.
    package init(
        _ base: any RequestSender, policy: RetryPolicy = .init(), clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Double, jitter: @escaping @Sendable () -> Double
    ) {
        self.base = base
        self.policy = policy
        self.clock = clock
        self.now = now
        self.jitter = jitter
    }

    /// Sends a request up to 1 + `RetryPolicy.retries` times; a cancelled pause is `.cancelled`.
    package func send(_ request: Request) async throws(TransferError) -> Response {
        var policy = policy
        while true {
            let outcome = await attempt(request)
            let action =
                switch outcome {
                case .success(let response):
                    policy.attemptAnswered(
                        status: response.status,
                        retryAfter: response.header("Retry-After").flatMap { RetryAfter.parse($0, now: now()) },
                        jitter: jitter())
                case .failure(let error): policy.attemptFailed(error, jitter: jitter())
                }
            guard case .retry(let pause) = action else { return try outcome.get() }
            do { try await clock.sleep(for: pause) } catch {
                throw TransferError(.cancelled, "the request was cancelled")
            }
        }
    }

    private func attempt(_ request: Request) async -> Result<Response, TransferError> {
        do throws(TransferError) {
            return .success(try await base.send(request))
        } catch {
            return .failure(error)
        }
    }
}
