/// How a cloud is logged in to; every one but `none` is project-scoped.
package indirect enum Authentication: Sendable, Equatable {
    case password(user: ScopedReference, password: Secret, project: ScopedReference)
    /// By id (`.id`), or by name with its user.
    case applicationCredential(id: String, secret: Secret)
    case applicationCredentialByName(name: String, user: ScopedReference, secret: Secret)
    /// A token taken as it is, rescoped to `project` where one is given.
    case token(Secret, project: ScopedReference?)
    /// Requests signed with an access key of the Huawei family.
    case accessKey(AccessKeyOrigin, scheme: SigningScheme, project: ScopedReference)
    /// The agency of another account, taken on by one of the above; the token is for `project`, which is that account's.
    case agency(Agency, by: Authentication, project: ScopedReference)
    /// No login; needs `imageEndpointOverride`.
    case none

    /// The label `auth_type`.
    package var label: String {
        switch self {
        case .password: "password"
        case .applicationCredential, .applicationCredentialByName: "application_credential"
        case .token: "token"
        case .accessKey(.given, _, _): "aksk"
        case .accessKey(.metadata, _, _): "ecs_metadata"
        case .agency: "agency"
        case .none: "none"
        }
    }

    /// What must reach no log.
    var secrets: [Secret] {
        switch self {
        case .password(_, let secret, _), .applicationCredential(_, let secret),
            .applicationCredentialByName(_, _, let secret), .token(let secret, _):
            [secret]
        case .accessKey(.given(let key), _, _): [key.secret] + (key.securityToken.map { [$0] } ?? [])
        case .agency(_, let base, _): base.secrets
        case .accessKey(.metadata, _, _), .none: []
        }
    }
}

/// Where an access key comes from.
package enum AccessKeyOrigin: Sendable, Equatable {
    case given(AccessKey)
    /// The metadata service of the server (ECS) that this program runs on, at an address without a slash at its end.
    case metadata(url: String)
}

/// An agency: the right to act for another account, which that account has lent.
package struct Agency: Sendable, Equatable {
    package var name: String
    /// The account that has lent it.
    package var domainName: String

    package init(name: String, domainName: String) {
        self.name = name
        self.domainName = domainName
    }
}
