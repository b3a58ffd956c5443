/// The cloud that the `OS_*` variables describe.
enum EnvironmentCloud {
    /// The name that openstacksdk gives it, where `OS_CLOUD_NAME` gives no other.
    static let defaultName = "envvars"

    /// Keys whose variables make a cloud; the others only add to it.
    private static let makers = [
        "auth_url", "username", "user_id", "password", "token", "auth_token", "application_credential_id",
        "application_credential_name", "application_credential_secret", "auth_type", "image_endpoint_override",
        "access_key", "ak", "secret_key", "sk",
    ]

    /// How OTC's clients spell some keys' variables too.
    private static let spellings = [
        "access_key": "OS_ACCESS_KEY_ID", "secret_key": "OS_ACCESS_KEY_SECRET",
        "security_token": "OS_AKSK_SECURITY_TOKEN",
    ]

    /// The entry; nil where no variable says how to log in.
    static func entry(_ environment: [String: String]) throws(CloudsError) -> CloudEntry? {
        var settings: [String: CloudSetting] = [:]
        for key in CloudKeys.auth.union(CloudKeys.plain) {
            for variable in ["OS_" + key.uppercased(), spellings[key]].compactMap(\.self) {
                guard settings[key] == nil, let text = environment[variable], !text.isEmpty else { continue }
                settings[key] = CloudSetting(variable: variable, text: text)
            }
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
