/// How many requests may come: a bucket of `burst` tokens, one of which comes back each `interval`.
struct RequestRate: Sendable {
    private var limit: WebConfig.RateLimit?
    /// Tokens at `then`.
    private var tokens = 0.0
    private var then: ContinuousClock.Instant?

    init() {}

    /// Takes a token at `now`; false where there is none. A changed limit begins with a full bucket, nil is no limit.
    mutating func admits(_ limit: WebConfig.RateLimit?, at now: ContinuousClock.Instant) -> Bool {
        guard let limit else {
            self.limit = nil
            return true
        }
        if limit != self.limit {
            (self.limit, tokens, then) = (limit, Double(limit.burst), now)
        }
        if let then, now > then { tokens = min(Double(limit.burst), tokens + (now - then) / limit.interval) }
        then = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
