/// The cloud that the `OS_*` variables describe.
enum EnvironmentCloud {
    /// The name that openstacksdk gives it, where `OS_CLOUD_NAME` gives no other.
    static let defaultName = "envvars"

    /// Keys whose variables make a cloud; the others only add to it.
    private static let makers = [
        "auth_url", "username", "user_id", "password", "token", "auth_token", "application_credential_id",
        "application_credential_name", "application_credential_secret", "auth_type", "image_endpoint_override",
        "access_key", "secret_key",
    ]

    /// The entry; nil where no variable says how to log in.
    static func entry(_ environment: [String: String]) throws(CloudsError) -> CloudEntry? {
        var settings: [String: CloudSetting] = [:]
        for key in CloudKeys.auth.union(CloudKeys.plain) {
            let variable = "OS_" + key.uppercased()
            guard let text = environment[variable], !text.isEmpty else { continue }
            settings[key] = CloudSetting(variable: variable, text: text)
        }
        guard makers.contains(where: { settings[$0] != nil }) else { return nil }
        return try CloudEntry(environmentNamed: name(environment), layer: CloudLayer(auth: [:], plain: settings))
    }

    /// The cloud's name: `OS_CLOUD_NAME`, else `envvars`.
    static func name(_ environment: [String: String]) -> String {
        guard let name = environment["OS_CLOUD_NAME"], !name.isEmpty else { return defaultName }
        return name
    }
}
