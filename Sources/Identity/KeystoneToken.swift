import FoundationEssentials
import HTTPClient

/// What Identity says of a token (`token` in the answer of `/v3/auth/tokens`).
struct KeystoneToken: Sendable {
    /// Unix seconds; nil where the text is no time.
    var expiry: Double?
    /// Unix seconds; nil where the password does not expire.
    var passwordExpiry: Double?
    var projectID: String?
    var projectName: String?
    var roles: [String]
    var catalog: ServiceCatalog

    init(_ body: [UInt8]) throws(IdentityError) {
        // The decoder looks at a text when it is wanted, and one that is lenient then finds none.
        guard Self.isText(body), let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw .malformed("it is not a token's description")
        }
        let token = answer.token
        expiry = token.expiresAt?.value.flatMap(KeystoneTime.seconds)
        passwordExpiry = token.user?.value?.passwordExpiresAt.flatMap(KeystoneTime.seconds)
        projectID = (token.project?.value?.id).flatMap { $0.isEmpty ? nil : $0 }
        projectName = token.project?.value?.name
        roles = (token.roles?.value ?? []).compactMap { $0.value?.name }
        catalog = ServiceCatalog(services: (token.catalog?.value ?? []).compactMap(\.value))
    }

    /// UTF-8, and no control character but those between JSON's values.
    private static func isText(_ body: [UInt8]) -> Bool {
        String(validating: body, as: UTF8.self) != nil
            && body.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
    }

    private struct Answer: Decodable { var token: Token }

    private struct Token: Decodable {
        struct Project: Decodable {
            var id: String
            var name: String?
        }
        struct User: Decodable {
            var passwordExpiresAt: String?

            enum CodingKeys: String, CodingKey { case passwordExpiresAt = "password_expires_at" }
        }
        struct Role: Decodable { var name: String }

        var expiresAt: Lenient<String>?
        var project: Lenient<Project>?
        var user: Lenient<User>?
        var roles: Lenient<[Lenient<Role>]>?
        var catalog: Lenient<[Lenient<ServiceCatalog.Service>]>?

        enum CodingKeys: String, CodingKey {
            case expiresAt = "expires_at"
            case project, user, roles, catalog
        }
    }
}

/// A value that may be of another shape than expected: that costs the value alone.
struct Lenient<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) {
        value = try? Value(from: decoder)
    }
}

extension Lenient: Sendable where Value: Sendable {}
