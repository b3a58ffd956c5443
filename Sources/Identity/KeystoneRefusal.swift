import FoundationEssentials
import HTTPClient

/// Reads an answer that is not a token.
struct KeystoneRefusal {
    /// Bytes of a body that are looked at; Keystone's errors are some hundred bytes.
    static let maximumBody = 64 << 10
    /// Characters of a server's message that are kept.
    static let maximumLength = 200

    let cloud: Cloud

    /// The error of a status other than 200 and 201.
    func error(of response: Response) -> IdentityError {
        let body = response.body.bytes()
        let fault = GatewayFault(body: body)
        let (status, message) = (fault?.status ?? response.status, fault?.message ?? message(in: body))
        return switch status {
        case 400, 401, 403, 404: .refused(status: status, message: message)
        case 429: .rateLimited(message)
        case 500...599: .serverError(status: status, message)
        default: .unexpectedStatus(status, message)
        }
    }

    /// `error.message`, one line without the cloud's secrets; empty where the body is something else.
    private func message(in body: [UInt8]) -> String {
        guard body.count <= Self.maximumBody, let report = try? JSONDecoder().decode(Report.self, from: Data(body))
        else { return "" }
        return ServerText.line(redacted(report.error.message), most: Self.maximumLength)
    }

    /// By scalars: as characters, a secret and a mark behind it would be another text.
    private func redacted(_ text: String) -> String {
        var scalars = text.unicodeScalars
        for secret in cloud.authentication.secrets.map({ $0.reveal() }).flatMap({ [$0, Self.escaped($0)] })
        where !secret.isEmpty {
            scalars = scalars.replacing(secret.unicodeScalars, with: "[redacted]".unicodeScalars)
        }
        return String(scalars)
    }

    /// As it stands in a server's quotation of the request.
    private static func escaped(_ secret: String) -> String {
        secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private struct Report: Decodable {
        struct Problem: Decodable { var message: String }
        var error: Problem
    }
}
