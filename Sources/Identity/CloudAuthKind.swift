import YAML

/// How a cloud is logged in to: `auth_type` where it is given, else the first kind that is complete.
enum CloudAuthKind: Sendable {
    case password, token, applicationCredential, accessKey, metadata, none

    /// What `auth_type` may say.
    static let allowed =
        "password, v3password, token, v3token, v3applicationcredential, aksk, ecs_metadata, none"

    /// True for kinds that sign their requests, which may need no identity.
    var isAccessKey: Bool { self == .accessKey || self == .metadata }

    /// True for kinds that cannot do without `auth_url`.
    var namesItsIdentity: Bool { !isAccessKey && self != .none }

    /// - Throws: `CloudsError` for an unknown kind.
    static func choose(_ layer: CloudLayer) throws(CloudsError) -> CloudAuthKind {
        if let setting = layer["auth_type"], let given = try setting.line() { return try named(given, at: setting) }
        if hasUser(layer), layer["password"] != nil { return .password }
        if layer["token"] != nil { return .token }
        if layer["application_credential_secret"] != nil {
            if layer["application_credential_id"] != nil { return .applicationCredential }
            if layer["application_credential_name"] != nil, hasUser(layer) { return .applicationCredential }
        }
        return nearest(layer)
    }

    private static func named(_ given: String, at setting: CloudSetting) throws(CloudsError) -> CloudAuthKind {
        switch given {
        case "password", "v3password": return .password
        case "token", "v3token": return .token
        case "v3applicationcredential": return .applicationCredential
        case "aksk": return .accessKey
        case "ecs_metadata": return .metadata
        case "none", "None": return .none
        default: throw setting.error("\"\(YAMLError.shown(key: given))\" is not supported; allowed are \(allowed)")
        }
    }

    /// An access key, else the kind whose missing parts are worth naming.
    private static func nearest(_ layer: CloudLayer) -> CloudAuthKind {
        if layer["access_key"] != nil || layer["secret_key"] != nil { return .accessKey }
        let parts = ["application_credential_id", "application_credential_name", "application_credential_secret"]
        return parts.contains { layer[$0] != nil } ? .applicationCredential : .password
    }

    private static func hasUser(_ layer: CloudLayer) -> Bool {
        layer["username"] != nil || layer["user_id"] != nil
    }
}
