import FoundationEssentials
import HTTPClient

/// The metadata service of a server (ECS) of the Huawei family, which lends the server's agency as a temporary access key.
struct MetadataService {
    /// Where every ECS finds it.
    static let address = "http://169.254.169.254"
    /// Life of the service's own token, in seconds.
    private static let tokenLife = 21_600
    /// A key is renewed so long before its end, in seconds.
    static let margin = 2400.0

    let url: String
    let sender: any RequestSender

    /// A key and its end in Unix seconds.
    ///
    /// - Throws: `IdentityError.metadata` for an answer without one, as on a server without an agency.
    func accessKey() async throws(IdentityError) -> (key: AccessKey, expiry: Double?) {
        var request = request(.get, "/openstack/latest/securitykey")
        if let token = try await token() { request.headers.append(Header("X-Metadata-Token", token)) }
        let response = try await send(request)
        guard response.status == 200 else {
            let why = response.status == 404 ? "; has the server an agency?" : ""
            throw .metadata(status: response.status, "no access key" + why)
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body.bytes())),
            [answer.credential.access, answer.credential.secret].allSatisfy(ServerText.isFieldValue),
            ServerText.isFieldValue(answer.credential.securityToken ?? "-")
        else { throw .metadata(status: response.status, "the access key's description is malformed") }
        let credential = answer.credential
        let key = AccessKey(
            id: credential.access, secret: Secret(credential.secret),
            securityToken: credential.securityToken.map { Secret($0) })
        return (key, credential.expiresAt.flatMap(KeystoneTime.seconds))
    }

    /// The token that newer services want; nil where the service knows of none.
    private func token() async throws(IdentityError) -> String? {
        var request = request(.put, "/meta-data/latest/api/token")
        request.headers.append(Header("X-Metadata-Token-Ttl-Seconds", "\(Self.tokenLife)"))
        let response = try await send(request)
        switch response.status {
        case 200:
            let text = String(decoding: response.body.bytes(), as: UTF8.self).filter { !$0.isWhitespace }
            guard ServerText.isFieldValue(text) else {
                throw .metadata(status: response.status, "its token is malformed")
            }
            return text
        case 404, 405, 503: return nil
        default: throw .metadata(status: response.status, "no token")
        }
    }

    private func request(_ method: Request.Method, _ path: String) -> Request {
        var request = Request(.metadata, method, url + path, body: method == .put ? [] : nil)
        request.isDirect = true
        // It is next to the server, and answers of more than some KiB are no credentials.
        request.limits.connect = .seconds(5)
        request.limits.firstByte = .seconds(10)
        request.limits.total = .seconds(15)
        request.limits.bodyBytes = 64 << 10
        return request
    }

    private func send(_ request: Request) async throws(IdentityError) -> Response {
        do throws(TransferError) { return try await sender.send(request) } catch { throw .transfer(error) }
    }

    private struct Answer: Decodable {
        struct Credential: Decodable {
            var access: String
            var secret: String
            var securityToken: String?
            var expiresAt: String?

            enum CodingKeys: String, CodingKey {
                case access, secret
                case securityToken = "securitytoken"
                case expiresAt = "expires_at"
            }
        }

        var credential: Credential
    }
}
