import FoundationEssentials
import HTTPClient

/// The names of a cloud's projects (`GET /v3/projects`, for administrators).
package struct ProjectNames: Sendable, Equatable {
    /// Names by id.
    package let names: [String: String]

    /// The names in an answer of identity; none where it does not tell them.
    package init(_ response: Response, of cloud: Cloud) throws(IdentityError) {
        switch response.status {
        case 200: break
        case 401, 403, 404:
            names = [:]
            return
        default: throw KeystoneRefusal(cloud: cloud).error(of: response)
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body.bytes())) else {
            throw .malformed("it is no list of projects")
        }
        names = Dictionary(
            answer.projects.compactMap { $0.value.map { ($0.id, $0.name) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The question; nil for a cloud without identity.
    package static func request(_ cloud: Cloud) -> Request? {
        guard let authURL = cloud.authURL else { return nil }
        var request = Request(
            .discovery, .get, KeystoneLogin.base(authURL) + "/projects", headers: [Header("Accept", "application/json")]
        )
        request.limits = KeystoneLogin.limits
        // A hundred thousand projects of some hundred bytes.
        request.limits.bodyBytes = 64 << 20
        return request
    }

    struct Answer: Decodable {
        struct Project: Decodable {
            var id: String
            var name: String
        }

        var projects: [Lenient<Project>]
    }
}
