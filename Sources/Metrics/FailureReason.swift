/// Why a poll failed; the closed set of the label `reason`.
package enum FailureReason: String, CaseIterable, Sendable {
    case dns, connect, tls, timeout, interrupted, unauthorized, forbidden
    case notFound = "not_found"
    case rateLimited = "rate_limited"
    case badRequest = "bad_request"
    case serverError = "server_error"
    case unexpectedStatus = "unexpected_status"
    case malformed
    case tooLarge = "too_large"
    case loop
    case unscopedToken = "unscoped_token"
    case noEndpoint = "no_endpoint"
    case wrongDialect = "wrong_dialect"
    case cancelled
    case `internal`
}

/// What a poll can do without; the closed set of the label `part`.
package enum OptionalPart: String, CaseIterable, Sendable {
    case shares, quota, names
}
