import FoundationEssentials
import HTTPClient

/// Reads an answer that is not a token.
struct KeystoneRefusal {
    /// Characters of a server's message that are kept.
    static let maximumLength = 200

    let cloud: Cloud

    /// The error of a status other than 200 and 201.
    func error(of response: Response) -> IdentityError {
        let message = message(in: response.body.bytes())
        return switch response.status {
        case 400, 401, 403, 404: .refused(status: response.status, message: message)
        case 429: .rateLimited(message)
        case 500...599: .serverError(status: response.status, message)
        default: .unexpectedStatus(response.status, message)
        }
    }

    /// `error.message`, one line without the cloud's secrets; empty where the body is something else.
    private func message(in body: [UInt8]) -> String {
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(body)) else { return "" }
        var text = report.error.message
        for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "[redacted]") }
        let line = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return line.count <= Self.maximumLength ? line : line.prefix(Self.maximumLength - 1) + "…"
    }

    private var secrets: [String] {
        switch cloud.authentication {
        case .password(_, let secret, _), .applicationCredential(_, let secret),
            .applicationCredentialByName(_, _, let secret), .token(let secret, _):
            [secret.reveal()]
        case .none: []
        }
    }

    private struct Report: Decodable {
        struct Problem: Decodable { var message: String }
        var error: Problem
    }
}
