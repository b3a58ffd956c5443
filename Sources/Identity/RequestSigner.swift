import FoundationEssentials
import HTTPClient

/// An access key of the Huawei family, with the security token where it is a temporary one.
package struct AccessKey: Sendable, Equatable {
    /// The AK, which is no secret.
    package var id: String
    /// The SK.
    package var secret: Secret
    package var securityToken: Secret?

    package init(id: String, secret: Secret, securityToken: Secret? = nil) {
        self.id = id
        self.secret = secret
        self.securityToken = securityToken
    }
}

/// The two schemes that share the name `SDK-HMAC-SHA256`.
package enum SigningScheme: Sendable, Equatable {
    /// `Access=AK`.
    case current
    /// `Credential=AK/date/region/service/sdk_request`, by a key derived from these.
    case legacy(region: String, service: String)
}

/// Signs requests with an access key.
package struct RequestSigner: Sendable, Equatable {
    private static let algorithm = "SDK-HMAC-SHA256"
    private static let terminator = "sdk_request"

    package var key: AccessKey
    package var scheme: SigningScheme
    /// Further fields to send and to sign, as `X-Project-Id`.
    package var fields: [Header]

    package init(key: AccessKey, scheme: SigningScheme = .current, fields: [Header] = []) {
        self.key = key
        self.scheme = scheme
        self.fields = fields
    }

    /// The request with the fields that prove it: the host, the date, `fields` and the security token are signed, as few
    /// as will do, for a proxy on the way may change others. `now` is in Unix seconds; servers want it right by minutes.
    package func signed(_ request: Request, at now: Double) -> Request {
        var request = request
        request.url = CanonicalRequest.unambiguous(request.url)
        var signed = fields + [Header("X-Sdk-Date", Self.date(now))]
        if let token = key.securityToken { signed.append(Header("X-Security-Token", token.reveal())) }
        let canonical = CanonicalRequest(
            method: request.method.rawValue, url: request.url, headers: signed, body: request.body ?? [])
        request.headers += signed + [Header("Authorization", authorization(canonical, date: Self.date(now)))]
        return request
    }

    /// The field `Authorization`; `date` is that of the field `X-Sdk-Date`.
    func authorization(_ request: CanonicalRequest, date: String) -> String {
        let day = String(date.prefix { $0 != "T" })
        let hash = Digest.hexadecimal(Digest.sha256(Array(request.text.utf8)))
        let credential: String
        let text: String
        var signingKey = Array(key.secret.reveal().utf8)
        switch scheme {
        case .current:
            credential = "Access=\(key.id)"
            text = [Self.algorithm, date, hash].joined(separator: "\n")
        case .legacy(let region, let service):
            let scope = [day, region, service, Self.terminator]
            credential = "Credential=\(key.id)/\(scope.joined(separator: "/"))"
            text = [Self.algorithm, date, scope.joined(separator: "/"), hash].joined(separator: "\n")
            signingKey = scope.reduce(Array("SDK".utf8) + signingKey) { Digest.hmac(key: $0, Array($1.utf8)) }
        }
        let signature = Digest.hexadecimal(Digest.hmac(key: signingKey, Array(text.utf8)))
        return "\(Self.algorithm) \(credential), SignedHeaders=\(request.signedNames), Signature=\(signature)"
    }

    /// As in `20240229T235959Z`; `now` is in Unix seconds.
    static func date(_ now: Double) -> String {
        Date(timeIntervalSince1970: now.rounded(.down)).formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
    }
}
