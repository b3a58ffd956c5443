import FoundationEssentials
import HTTPClient

/// The requests of Identity v3 that end in a token (`/v3/auth/tokens`).
struct KeystoneLogin {
    /// Bounds of a login: an answer is some KiB, and a server that thinks for a minute is not well.
    static var limits: TransferLimits {
        var limits = TransferLimits()
        limits.firstByte = .seconds(30)
        limits.total = .seconds(60)
        limits.bodyBytes = 4 << 20
        return limits
    }

    let cloud: Cloud
    /// Asks for a token of the user's own domain instead of the project.
    var isOfDomain = false

    /// Nil where the cloud has no login, or no address of one.
    func request() -> Request? {
        guard let authURL = cloud.authURL else { return nil }
        let url = Self.tokensURL(authURL)
        var headers = [Header("Accept", "application/json")]
        var request: Request
        if case .token(let token, project: nil) = cloud.authentication {
            headers += [Header("X-Auth-Token", token.reveal()), Header("X-Subject-Token", token.reveal())]
            request = Request(.token, .get, url, headers: headers)
        } else {
            guard let body = body() else { return nil }
            headers.append(Header("Content-Type", "application/json"))
            request = Request(.token, .post, url, headers: headers, body: body)
        }
        request.limits = Self.limits
        return request
    }

    /// Identity's address with or without `/v3` and a slash behind it.
    static func tokensURL(_ authURL: String) -> String { base(authURL) + "/auth/tokens" }

    /// Identity's address with `/v3` at its end.
    static func base(_ authURL: String) -> String {
        var base = Substring(authURL)
        while base.hasSuffix("/") { base = base.dropLast() }
        if !base.hasSuffix("/v3") { base += "/v3" }
        return String(base)
    }

    /// The login's JSON; nil where there is nothing to log in with.
    func body() -> [UInt8]? {
        auth.flatMap(Self.encoded)
    }

    /// A login's JSON around `auth`.
    static func encoded(_ auth: [String: JSONValue]) -> [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(JSONValue.object(["auth": .object(auth)]))).map { [UInt8]($0) }
    }

    private var auth: [String: JSONValue]? {
        switch cloud.authentication {
        case .password(let user, let password, let project):
            var user = Self.reference(user)
            user["password"] = .string(password.reveal())
            let identity = Self.identity("password", ["user": .object(user)])
            guard isOfDomain else { return ["identity": identity, "scope": Self.scope(project)] }
            guard let domain = user["domain"] else { return ["identity": identity] }
            return ["identity": identity, "scope": .object(["domain": domain])]
        case .applicationCredential(let id, let secret):
            return [
                "identity": Self.identity(
                    "application_credential", ["id": .string(id), "secret": .string(secret.reveal())])
            ]
        case .applicationCredentialByName(let name, let user, let secret):
            return [
                "identity": Self.identity(
                    "application_credential",
                    [
                        "name": .string(name), "secret": .string(secret.reveal()),
                        "user": .object(Self.reference(user)),
                    ])
            ]
        case .token(let token, let project?):
            return ["identity": Self.identity("token", ["id": .string(token.reveal())]), "scope": Self.scope(project)]
        case .token, .accessKey, .agency, .none: return nil
        }
    }

    static func identity(_ method: String, _ fields: [String: JSONValue]) -> JSONValue {
        .object(["methods": .array([.string(method)]), method: .object(fields)])
    }

    static func scope(_ project: ScopedReference) -> JSONValue {
        .object(["project": .object(reference(project))])
    }

    private static func reference(_ reference: ScopedReference) -> [String: JSONValue] {
        switch reference {
        case .id(let id): ["id": .string(id)]
        case .name(let name, .id(let domain)?): ["name": .string(name), "domain": .object(["id": .string(domain)])]
        case .name(let name, .name(let domain)?): ["name": .string(name), "domain": .object(["name": .string(domain)])]
        case .name(let name, nil): ["name": .string(name)]
        }
    }
}

/// What a login's body is made of.
indirect enum JSONValue: Encodable {
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .array(let values): try container.encode(values)
        case .object(let fields): try container.encode(fields)
        }
    }
}
