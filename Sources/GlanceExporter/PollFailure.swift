import HTTPClient
import Identity
import ImageAPI
import Metrics

/// Why a poll is not whole: a reason for the metrics, and one line without secrets for the log.
struct PollFailure: Error, Sendable, Equatable {
    var reason: FailureReason
    var message: String

    init(_ reason: FailureReason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// `ims` is set, and one image shows no sign of it.
    static let wrongDialect = PollFailure(
        .wrongDialect, "the dialect is set to ims, but the image API shows no sign of that in one image")

    init(_ error: TransferError) {
        self.init(Self.reason(of: error.kind), error.description)
    }

    init(_ error: IdentityError) {
        self.init(Self.reason(of: error), error.description)
    }

    init(_ error: ImageAPIError) {
        self.init(Self.reason(of: error), error.description)
    }

    private static func reason(of kind: TransferError.Kind) -> FailureReason {
        switch kind {
        case .dns: .dns
        case .connect: .connect
        case .tls: .tls
        case .timeout: .timeout
        case .interrupted: .interrupted
        case .malformed: .malformed
        case .tooLarge: .tooLarge
        case .cancelled: .cancelled
        case .internal: .internal
        }
    }

    private static func reason(of error: IdentityError) -> FailureReason {
        switch error {
        case .transfer(let error): reason(of: error.kind)
        case .refused(let status, _), .backingOff(let status, _): reason(ofRefusal: status)
        case .rateLimited: .rateLimited
        case .serverError: .serverError
        case .unexpectedStatus: .unexpectedStatus
        case .malformed: .malformed
        case .unscopedToken: .unscopedToken
        case .noEndpoint: .noEndpoint
        case .noProject: .notFound
        case .metadata(let status, _): status == 404 ? .notFound : status >= 500 ? .serverError : .unexpectedStatus
        case .configuration: .internal
        }
    }

    private static func reason(ofRefusal status: Int) -> FailureReason {
        switch status {
        case 400: .badRequest
        case 403: .forbidden
        case 404: .notFound
        default: .unauthorized
        }
    }

    private static func reason(of error: ImageAPIError) -> FailureReason {
        switch error {
        case .transfer(let error): reason(of: error.kind)
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .badRequest: .badRequest
        case .rateLimited: .rateLimited
        case .serverError: .serverError
        case .unexpectedStatus: .unexpectedStatus
        case .malformed: .malformed
        case .loop: .loop
        }
    }
}
