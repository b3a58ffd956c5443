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

extension FailureReason {
    /// The reason in words, for people.
    package var words: String {
        switch self {
        case .dns: "a host's name could not be looked up"
        case .connect: "a server could not be connected to"
        case .tls: "a server's certificate or TLS was not accepted"
        case .timeout: "a request or the whole poll took too long"
        case .interrupted: "an answer broke off"
        case .unauthorized: "the login or its token was refused"
        case .forbidden: "the user may not do this"
        case .notFound: "what was asked for is not there"
        case .rateLimited: "the cloud asked for fewer requests"
        case .badRequest: "the cloud took a request for wrong"
        case .serverError: "the cloud had an error of its own"
        case .unexpectedStatus: "an answer had an unexpected status"
        case .malformed: "an answer could not be read"
        case .tooLarge: "an answer was too large"
        case .loop: "the list of images went round in a circle"
        case .unscopedToken: "the login is not for a project"
        case .noEndpoint: "the catalog of services names no image endpoint"
        case .wrongDialect: "the image API is not of the dialect that is set"
        case .cancelled: "the poll was cancelled"
        case .internal: "the exporter had an error of its own"
        }
    }
}

/// What a poll can do without; the closed set of the label `part`.
package enum OptionalPart: String, CaseIterable, Sendable {
    case shares, quota, names
}
