import HTTPClient
import Identity

/// Why a walk gave no whole listing. Texts are one line for a log, at most 200 characters of the server's own, and hold
/// no secret and no address.
package enum ImageAPIError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No whole answer came, or no page of a size that can be read.
    case transfer(TransferError)
    /// 401
    case unauthorized(String)
    /// 403
    case forbidden(String)
    /// 404
    case notFound(String)
    /// 400
    case badRequest(String)
    /// 429
    case rateLimited(String)
    /// 5xx
    case serverError(status: Int, String)
    /// Any other status than 200.
    case unexpectedStatus(Int, String)
    /// A page that is not what the image API answers.
    case malformed(String)
    /// Pages that lead in a circle, or more pages than a walk may have.
    case loop(String)

    /// The error of an answer with another status than 200; what the body says of it is kept.
    package init(_ response: Response) {
        self.init(status: response.status, body: response.body.bytes())
    }

    /// The error of a status other than 200 and its body.
    package init(status: Int, body: [UInt8]) {
        let fault = GatewayFault(body: body)
        let message = fault?.message ?? ErrorMessage.text(of: body)
        switch fault?.status ?? status {
        case 400: self = .badRequest(message)
        case 401: self = .unauthorized(message)
        case 403: self = .forbidden(message)
        case 404: self = .notFound(message)
        case 429: self = .rateLimited(message)
        case 500...599: self = .serverError(status: status, message)
        case 300: self = .unexpectedStatus(300, "this address lists API versions: the image endpoint's URL is wrong")
        default: self = .unexpectedStatus(status, message)
        }
    }

    /// One line for a log.
    package var description: String {
        switch self {
        case .transfer(let error): error.description
        case .unauthorized(let message): Self.answered(401, message)
        case .forbidden(let message): Self.answered(403, message)
        case .notFound(let message): Self.answered(404, message)
        case .badRequest(let message): Self.answered(400, message)
        case .rateLimited(let message): Self.answered(429, message)
        case .serverError(let status, let message): Self.answered(status, message)
        case .unexpectedStatus(let status, let message): Self.answered(status, message)
        case .malformed(let message): "the image API's page is malformed: \(message)"
        case .loop(let message): "the image API's pages do not end: \(message)"
        }
    }

    private static func answered(_ status: Int, _ message: String) -> String {
        message.isEmpty ? "the image API answered \(status)" : "the image API answered \(status): \(message)"
    }
}
