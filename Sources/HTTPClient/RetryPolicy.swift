/// When a request is sent again, as a machine: what an attempt came to goes in, what to do comes out.
package struct RetryPolicy: Sendable {
    /// What to do after an attempt.
    package enum Action: Sendable, Equatable {
        case retry(after: Duration)
        case giveUp
    }

    /// Attempts after the first.
    package var retries = 3
    /// Pause before the first retry, doubled for each further one.
    package var firstPause = Duration.milliseconds(500)
    /// Longest pause of our own choice.
    package var longestPause = Duration.seconds(30)
    /// Longest pause that a server may ask for; a longer one ends the retries.
    package var longestRetryAfter = Duration.seconds(120)

    private static let mostDoublings = 16
    private var attempts = 0

    package init() {}

    /// An attempt had no whole answer; `jitter` is from 0 to 1.
    package mutating func attemptFailed(_ error: TransferError, jitter: Double) -> Action {
        if error.isLasting { return .giveUp }
        return switch error.kind {
        case .dns, .connect, .timeout, .interrupted: pause(jitter: jitter)
        case .tls, .malformed, .tooLarge, .cancelled, .internal: .giveUp
        }
    }

    /// An attempt was answered; `retryAfter` is what the answer's field of that name asks for.
    package mutating func attemptAnswered(status: Int, retryAfter: Duration?, jitter: Double) -> Action {
        guard [429, 500, 502, 503, 504].contains(status) else { return .giveUp }
        if let retryAfter, retryAfter > longestRetryAfter { return .giveUp }
        return pause(jitter: jitter, least: retryAfter ?? .zero)
    }

    /// Between half and the whole of a pause that doubles, and not shorter than `least`.
    private mutating func pause(jitter: Double, least: Duration = .zero) -> Action {
        guard attempts < retries else { return .giveUp }
        let whole = min(longestPause, firstPause * (1 << min(attempts, Self.mostDoublings)))
        attempts += 1
        return .retry(after: max(least, whole * (0.5 + 0.5 * min(max(jitter, 0), 1))))
    }
}
