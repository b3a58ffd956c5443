import HTTPClient

/// Agencies of the Huawei family: one account acts for another.
extension Login {
    /// - Parameters:
    ///   - base: who takes the agency on: a user, by a token of the own domain, or an access key, by a signature.
    ///   - project: of the account that has lent the agency.
    func authorization(
        as agency: Agency, by base: Authentication, for project: ScopedReference
    ) async throws(IdentityError) -> Authorization {
        guard let authURL = cloud.authURL, let body = Self.body(agency, project) else {
            throw .configuration("there is no auth_url")
        }
        var request = Request(
            .token, .post, KeystoneLogin.tokensURL(authURL),
            headers: [Header("Accept", "application/json"), Header("Content-Type", "application/json")], body: body)
        request.limits = KeystoneLogin.limits
        if case .accessKey(let origin, let scheme, _) = base {
            var signer = RequestSigner(key: try await accessKey(origin).key, scheme: scheme)
            signer.fields = [Header("X-Domain-Id", try await domainID(signer))]
            return try await authorization(by: signer.signed(request, at: now()))
        }
        request.headers.append(Header("X-Auth-Token", try await token(of: base)))
        return try await authorization(by: request)
    }

    private func token(of base: Authentication) async throws(IdentityError) -> String {
        if case .token(let token, _) = base { return token.reveal() }
        var own = cloud
        own.authentication = base
        guard let request = KeystoneLogin(cloud: own, isOfDomain: true).request() else {
            throw .configuration("an agency needs a password, a token or an access key")
        }
        return try await token(by: request).text
    }

    /// The agency's name stands under both names that IAM's versions know it by.
    private static func body(_ agency: Agency, _ project: ScopedReference) -> [UInt8]? {
        let role: [String: JSONValue] = [
            "domain_name": .string(agency.domainName), "agency_name": .string(agency.name),
            "xrole_name": .string(agency.name),
        ]
        return KeystoneLogin.encoded([
            "identity": KeystoneLogin.identity("assume_role", role), "scope": KeystoneLogin.scope(project),
        ])
    }
}
