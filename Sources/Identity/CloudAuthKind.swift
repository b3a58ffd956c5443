import YAML

/// How a cloud is logged in to: `auth_type` where it is given, else the first kind that is complete.
enum CloudAuthKind: Sendable {
    case password, token, applicationCredential, none

    /// What `auth_type` may say.
    static let allowed = "password, v3password, token, v3token, v3applicationcredential, none"

    /// Kinds of the Huawei family, which are not there yet.
    private static let later: Set<String> = ["aksk", "ecs_metadata"]

    /// - Throws: `CloudsError` for an unknown or unsupported kind, or where nothing complete is given.
    static func choose(_ entry: CloudEntry, _ layer: CloudLayer) throws(CloudsError) -> CloudAuthKind {
        if let setting = layer["auth_type"], let given = try setting.line() { return try named(given, at: setting) }
        if hasUser(layer), layer["password"] != nil { return .password }
        if layer["token"] != nil { return .token }
        if layer["application_credential_secret"] != nil {
            if layer["application_credential_id"] != nil { return .applicationCredential }
            if layer["application_credential_name"] != nil, hasUser(layer) { return .applicationCredential }
        }
        for key in CloudKeys.accessKeys {
            guard let setting = layer[key] else { continue }
            throw setting.error("access keys are not supported yet; expected \(expected(entry))")
        }
        return nearest(layer)
    }

    private static func named(_ given: String, at setting: CloudSetting) throws(CloudsError) -> CloudAuthKind {
        switch given {
        case "password", "v3password": return .password
        case "token", "v3token": return .token
        case "v3applicationcredential": return .applicationCredential
        case "none", "None": return .none
        default:
            let why = later.contains(given) ? "is not supported yet" : "is not supported"
            throw setting.error("\"\(YAMLError.shown(key: given))\" \(why); allowed are \(allowed)")
        }
    }

    /// The kind whose missing parts are worth naming.
    private static func nearest(_ layer: CloudLayer) -> CloudAuthKind {
        let parts = ["application_credential_id", "application_credential_name", "application_credential_secret"]
        return parts.contains { layer[$0] != nil } ? .applicationCredential : .password
    }

    private static func hasUser(_ layer: CloudLayer) -> Bool {
        layer["username"] != nil || layer["user_id"] != nil
    }

    private static func expected(_ entry: CloudEntry) -> String {
        let names = ["username", "password", "token", "application_credential_id", "application_credential_secret"]
            .map(entry.shown)
        return "\(names[0]) and \(names[1]), \(names[2]), or \(names[3]) and \(names[4])"
    }
}
