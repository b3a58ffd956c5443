import HTTPClient

/// Why there is no authorization. Descriptions hold no secret.
package enum IdentityError: Error, Sendable, Equatable, CustomStringConvertible {
    case transfer(TransferError)
    /// Identity answered 400, 401, 403 or 404 to a login.
    case refused(status: Int, message: String)
    /// An earlier refusal holds: no login before `until` (Unix seconds).
    case backingOff(status: Int, until: Double)
    /// 429.
    case rateLimited(String)
    /// 5xx.
    case serverError(status: Int, String)
    case unexpectedStatus(Int, String)
    case malformed(String)
    case unscopedToken
    case noEndpoint(String)
    /// Identity knows no project of this name that the access key may use.
    case noProject(String)
    /// The metadata service of the server gave no access key.
    case metadata(status: Int, String)
    /// clouds.yaml or a file it names could not be read again.
    case configuration(String)

    package var description: String {
        switch self {
        case .transfer(let error): error.description
        case .refused(let status, let message): "identity refused the login with \(status)" + Self.tail(message)
        case .backingOff(let status, _): "no login is tried: identity refused the last one with \(status)"
        case .rateLimited(let message): "identity answered 429" + Self.tail(message)
        case .serverError(let status, let message): "identity answered \(status)" + Self.tail(message)
        case .unexpectedStatus(let status, let message): "identity answered \(status)" + Self.tail(message)
        case .malformed(let message): "identity's answer: \(message)"
        case .unscopedToken: "the token has no project: Glance's policies want a project-scoped token"
        case .noEndpoint(let message): message
        case .noProject(let name): "identity knows no project \"\(name)\" for this access key"
        case .metadata(let status, let message): "the server's metadata service answered \(status): \(message)"
        case .configuration(let message): message
        }
    }

    private static func tail(_ message: String) -> String { message.isEmpty ? "" : ": " + message }
}
