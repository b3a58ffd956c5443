import FoundationEssentials
import HTTPClient

/// Access keys of the Huawei family: nothing is asked but what the configuration leaves open.
extension Login {
    func authorization(
        signedBy origin: AccessKeyOrigin, _ scheme: SigningScheme, for project: ScopedReference
    ) async throws(IdentityError) -> Authorization {
        let (key, expiry) = try await accessKey(origin)
        var signer = RequestSigner(key: key, scheme: scheme)
        let projectID = try await projectID(of: project, signer)
        signer.fields = [Header("X-Project-Id", projectID)]
        let endpoint: String
        if let address = cloud.imageEndpointOverride {
            endpoint = try ImageEndpoint.base(of: address)
        } else {
            endpoint = try self.endpoint(from: try await catalog(signer))
        }
        var authorization = Authorization(headers: [], endpoint: endpoint, projectID: projectID)
        authorization.signer = signer
        authorization.tokenExpiry = expiry
        if case .metadata = origin { authorization.renewal = MetadataService.margin }
        return authorization
    }

    func accessKey(_ origin: AccessKeyOrigin) async throws(IdentityError) -> (key: AccessKey, expiry: Double?) {
        switch origin {
        case .given(let key): (key, nil)
        case .metadata(let url): try await MetadataService(url: url, sender: sender).accessKey()
        }
    }

    /// The id of this account's domain, which the account's first one is.
    func domainID(_ signer: RequestSigner) async throws(IdentityError) -> String {
        let found: Domains = try await get("/auth/domains", .token, signer)
        guard let id = found.domains.lazy.compactMap(\.value?.id).first(where: ServerText.isFieldValue) else {
            throw .malformed("it names no domain")
        }
        return id
    }

    private func projectID(of project: ScopedReference, _ signer: RequestSigner) async throws(IdentityError) -> String {
        switch project {
        case .id(let id): return id
        case .name(let name, _):
            let query = "?name=" + Percent.encoded(name.utf8)
            let found: ProjectNames.Answer = try await get("/projects" + query, .token, signer)
            let id = found.projects.lazy.compactMap(\.value).first { $0.name == name }?.id
            guard let id, ServerText.isFieldValue(id) else { throw .noProject(name) }
            return id
        }
    }

    /// The catalog as IAM gives it without a token; where that is not to be had, of the image service alone.
    private func catalog(_ signer: RequestSigner) async throws(IdentityError) -> ServiceCatalog {
        do throws(IdentityError) {
            let found: Catalog = try await get("/auth/catalog", .discovery, signer)
            return ServiceCatalog(services: found.catalog.compactMap(\.value))
        } catch {
            guard case .refused(let status, _) = error, status == 403 || status == 404 else { throw error }
        }
        let found: Services = try await get("/services?type=image", .discovery, signer)
        guard let service = found.services.lazy.compactMap(\.value).first(where: { $0.type == "image" }) else {
            throw .noEndpoint("identity knows no image service; expected image_endpoint_override")
        }
        let query = "?service_id=" + Percent.encoded(service.id.utf8)
        let endpoints: Endpoints = try await get("/endpoints" + query, .discovery, signer)
        return ServiceCatalog(services: [.init(type: service.type, endpoints: endpoints.endpoints)])
    }

    private func get<Answer: Decodable>(
        _ target: String, _ operation: Operation, _ signer: RequestSigner
    ) async throws(IdentityError) -> Answer {
        guard let authURL = cloud.authURL else { throw .configuration("there is no auth_url") }
        var request = Request(
            operation, .get, KeystoneLogin.base(authURL) + target, headers: [Header("Accept", "application/json")])
        request.limits = KeystoneLogin.limits
        let response = try await answer(to: signer.signed(request, at: now()))
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body.bytes())) else {
            throw .malformed("\(target.prefix { $0 != "?" }) is not what was asked for")
        }
        return answer
    }
}

private struct Domains: Decodable {
    struct Domain: Decodable { var id: String }

    var domains: [Lenient<Domain>]
}

private struct Catalog: Decodable {
    var catalog: [Lenient<ServiceCatalog.Service>]
}

private struct Services: Decodable {
    struct Service: Decodable {
        var id: String
        var type: String
    }

    var services: [Lenient<Service>]
}

private struct Endpoints: Decodable {
    var endpoints: Lenient<[Lenient<ServiceCatalog.Endpoint>]>
}
