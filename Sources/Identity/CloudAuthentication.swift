import YAML

/// Makes the `Authentication` of one cloud out of its merged layers.
struct CloudAuthentication {
    /// The domain by id where nothing names one, as the `openstack` command has it.
    static let fallbackDomain = DomainReference.id("default")

    let entry: CloudEntry
    let layer: CloudLayer
    /// What a project is called that nothing else names: in the Huawei family, as its region.
    let region: String?

    func authentication(_ kind: CloudAuthKind) throws(CloudsError) -> Authentication {
        let base = try own(kind)
        guard let name = try layer["agency_name"]?.line() else {
            guard let setting = layer["agency_domain_name"] else { return base }
            throw setting.error("is given, and \(entry.shown("agency_name")) is missing")
        }
        guard let domain = try layer["agency_domain_name"]?.line() else {
            throw missing("agency_domain_name", why: ": an agency is one of the account that has lent it")
        }
        guard let project = try project(in: .name(domain)) else { throw missing("project_name", or: "project_id") }
        switch base {
        case .password, .token, .accessKey:
            return .agency(Agency(name: name, domainName: domain), by: base, project: project)
        case .applicationCredential, .applicationCredentialByName, .agency, .none:
            throw layer["agency_name"]?.error("needs a password, a token or an access key")
                ?? missing("agency_name")
        }
    }

    private func own(_ kind: CloudAuthKind) throws(CloudsError) -> Authentication {
        if kind != .none { try refuseOtherScopes() }
        switch kind {
        case .none: return .none
        case .token:
            guard let token = try layer["token"]?.line() else { throw missing("token") }
            if layer["project_id"] == nil, layer["project_name"] == nil { try refuseDomainScope() }
            return .token(Secret(token), project: try project())
        case .password:
            guard let user = try user() else { throw missing("username", or: "user_id") }
            guard let password = try layer["password"]?.text() else { throw missing("password") }
            if let project = try project() {
                return .password(user: user, password: Secret(password), project: project)
            }
            try refuseDomainScope()
            throw missing("project_name", or: "project_id", why: ": Glance's policies want a project")
        case .applicationCredential: return try applicationCredential()
        case .accessKey: return try signed(.given(try accessKey()))
        case .metadata:
            let url = try CloudAddress.address(layer["metadata_url"], region: region) ?? MetadataService.address
            return try signed(.metadata(url: url.hasSuffix("/") ? String(url.dropLast()) : url))
        }
    }

    private func accessKey() throws(CloudsError) -> AccessKey {
        guard let id = try layer["access_key"]?.line() else { throw missing("access_key") }
        guard let secret = try layer["secret_key"]?.line() else { throw missing("secret_key") }
        return AccessKey(
            id: id, secret: Secret(secret), securityToken: try layer["security_token"]?.line().map { Secret($0) })
    }

    private func signed(_ origin: AccessKeyOrigin) throws(CloudsError) -> Authentication {
        guard let project = try project() ?? region.map({ .name($0, domain: nil) }) else {
            throw missing("project_name", or: "project_id", why: ": signed requests name their project")
        }
        return .accessKey(origin, scheme: try scheme(), project: project)
    }

    private func scheme() throws(CloudsError) -> SigningScheme {
        let given = try layer["signature"]?.line() ?? "current"
        switch given {
        case "legacy":
            return .legacy(
                region: try layer["signature_region"]?.line() ?? "",
                service: try layer["signature_service"]?.line() ?? "")
        case "current":
            guard let setting = layer["signature_region"] ?? layer["signature_service"] else { return .current }
            throw setting.error("is given, and \(entry.shown("signature")) is not legacy")
        default:
            throw layer["signature"]?.error(
                "\"\(YAMLError.shown(key: given))\" is not a signature; allowed are current, legacy")
                ?? missing("signature")
        }
    }

    private func applicationCredential() throws(CloudsError) -> Authentication {
        let id = try layer["application_credential_id"]?.line()
        let name = try layer["application_credential_name"]?.line()
        guard id != nil || name != nil else {
            throw missing("application_credential_id", or: "application_credential_name")
        }
        guard let secret = try layer["application_credential_secret"]?.text() else {
            throw missing("application_credential_secret")
        }
        if let id { return .applicationCredential(id: id, secret: Secret(secret)) }
        guard let user = try user() else {
            throw missing("username", or: "user_id", why: ": an application credential's name is one of its user's")
        }
        return .applicationCredentialByName(name: name ?? "", user: user, secret: Secret(secret))
    }

    private func user() throws(CloudsError) -> ScopedReference? {
        if let id = try layer["user_id"]?.line() { return .id(id) }
        guard let name = try layer["username"]?.line() else { return nil }
        return .name(name, domain: try domain(of: "user"))
    }

    /// - Parameter lender: the account whose project it is, where nothing else says so.
    private func project(in lender: DomainReference? = nil) throws(CloudsError) -> ScopedReference? {
        if let id = try layer["project_id"]?.line() { return .id(id) }
        guard let name = try layer["project_name"]?.line() else {
            return lender.flatMap { lender in region.map { .name($0, domain: lender) } }
        }
        if let lender, layer["project_domain_id"] == nil, layer["project_domain_name"] == nil {
            return .name(name, domain: lender)
        }
        return .name(name, domain: try domain(of: "project"))
    }

    /// The own domain of a user or project, else the one for both, else the default one.
    private func domain(of owner: String) throws(CloudsError) -> DomainReference {
        for prefix in [owner + "_domain", "domain", "default_domain"] {
            if let id = try layer[prefix + "_id"]?.line() { return .id(id) }
            if let name = try layer[prefix + "_name"]?.line() { return .name(name) }
        }
        return Self.fallbackDomain
    }

    private func refuseOtherScopes() throws(CloudsError) {
        let project = "expected \(entry.shown("project_name")) or \(entry.shown("project_id"))"
        if let setting = layer["system_scope"] {
            throw setting.error("system scope is refused: Glance's policies want a project; \(project)")
        }
        if let setting = layer["trust_id"] {
            throw setting.error("trusts are not supported; \(project)")
        }
    }

    /// Without a project, a domain asks for domain scope.
    private func refuseDomainScope() throws(CloudsError) {
        guard let setting = layer["domain_id"] ?? layer["domain_name"] else { return }
        throw setting.error(
            "domain scope is refused: Glance's policies want a project; "
                + "expected \(entry.shown("project_name")) or \(entry.shown("project_id"))")
    }

    private func missing(_ key: String, or other: String? = nil, why: String = "") -> CloudsError {
        let keys = [key, other].compactMap(\.self).map(entry.shown).joined(separator: " or ")
        return entry.error("\(keys) is missing\(why)")
    }
}
