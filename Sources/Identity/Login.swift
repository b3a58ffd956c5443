import HTTPClient

/// One login to a cloud, from its first request to the authorization.
struct Login {
    let cloud: Cloud
    let sender: any RequestSender
    /// Unix seconds.
    let now: @Sendable () -> Double

    func authorization() async throws(IdentityError) -> Authorization {
        switch cloud.authentication {
        case .none:
            guard let address = cloud.imageEndpointOverride else {
                throw .noEndpoint("auth_type none needs image_endpoint_override")
            }
            return Authorization(headers: [], endpoint: try ImageEndpoint.base(of: address))
        case .accessKey(let origin, let scheme, let project):
            return try await authorization(signedBy: origin, scheme, for: project)
        case .agency(let agency, let base, let project):
            return try await authorization(as: agency, by: base, for: project)
        case .password, .applicationCredential, .applicationCredentialByName, .token:
            guard let request = KeystoneLogin(cloud: cloud).request() else {
                throw .configuration("there is no auth_url")
            }
            return try await authorization(by: request)
        }
    }

    /// The authorization of the token that a request asks for.
    func authorization(by request: Request) async throws(IdentityError) -> Authorization {
        let (token, text) = try await token(by: request)
        guard let project = token.projectID else { throw .unscopedToken }
        var authorization = Authorization(
            headers: [Header("X-Auth-Token", text)], endpoint: try endpoint(from: token.catalog), projectID: project,
            isAdmin: token.roles.contains { $0.lowercased() == "admin" }, tokenExpiry: token.expiry,
            passwordExpiry: token.passwordExpiry)
        authorization.projectName = token.projectName
        return authorization
    }

    func token(by request: Request) async throws(IdentityError) -> (token: KeystoneToken, text: String) {
        let response = try await answer(to: request)
        let token = try KeystoneToken(response.body.bytes())
        guard let text = text(ofToken: response) else { throw .malformed("it has no X-Subject-Token") }
        return (token, text)
    }

    /// An answer with status 200 or 201.
    func answer(to request: Request) async throws(IdentityError) -> Response {
        let response: Response
        do throws(TransferError) {
            response = try await sender.send(request)
        } catch {
            throw .transfer(error)
        }
        guard response.status == 200 || response.status == 201 else {
            throw KeystoneRefusal(cloud: cloud).error(of: response)
        }
        return response
    }

    func endpoint(from catalog: ServiceCatalog) throws(IdentityError) -> String {
        if let address = cloud.imageEndpointOverride { return try ImageEndpoint.base(of: address) }
        return try catalog.imageEndpoint(interface: cloud.interface, region: cloud.region)
    }

    /// A token that was only looked at is not repeated by every server.
    private func text(ofToken response: Response) -> String? {
        if let text = response.header("X-Subject-Token"), !text.isEmpty { return text }
        if case .token(let secret, project: nil) = cloud.authentication { return secret.reveal() }
        return nil
    }
}
