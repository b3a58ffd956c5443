/// The keys of a cloud's entry that concern this program; every other one is passed over.
enum CloudKeys {
    /// Keys of `auth:`, which may also stand beside it.
    static let auth: Set<String> = [
        "auth_url", "username", "user_name", "user_id", "password",
        "project_name", "project_id", "tenant_name", "tenant_id",
        "user_domain_name", "user_domain_id", "project_domain_name", "project_domain_id",
        "domain_name", "domain_id", "default_domain", "default_domain_name", "default_domain_id",
        "system_scope", "trust_id", "token", "auth_token", "endpoint",
        "application_credential_id", "application_credential_name", "application_credential_secret",
        "access_key", "ak", "secret_key", "sk", "security_token", "agency_name", "agency_domain_name",
        "signature", "signature_region", "signature_service", "metadata_url",
    ]

    /// Keys of the entry itself that variables set too.
    static let plain: Set<String> = [
        "auth_type", "auth_plugin", "region_name", "interface", "endpoint_type", "verify", "insecure", "cacert",
        "cert", "key", "identity_api_version", "image_endpoint_override", "image_endpoint", "image_interface",
        "image_endpoint_type", "image_region_name",
    ]

    /// Keys of the entry itself that only files have.
    static let fileOnly: Set<String> = ["profile", "cloud", "regions"]

    /// Other spellings of a key, the one that wins first.
    static let aliases: [(key: String, spellings: [String])] = [
        ("username", ["username", "user_name"]),
        ("project_name", ["project_name", "tenant_name"]),
        ("project_id", ["project_id", "tenant_id"]),
        ("token", ["token", "auth_token"]),
        ("access_key", ["access_key", "ak"]),
        ("secret_key", ["secret_key", "sk"]),
        ("default_domain_id", ["default_domain_id", "default_domain"]),
        ("auth_type", ["auth_type", "auth_plugin"]),
        ("interface", ["endpoint_type", "interface"]),
        ("image_interface", ["image_endpoint_type", "image_interface"]),
        ("image_endpoint_override", ["image_endpoint_override", "image_endpoint"]),
        ("profile", ["profile", "cloud"]),
    ]

    /// Keys that say the same thing two ways: one of a higher layer voids all of a lower one.
    static let alternatives: [[String]] = [
        ["username", "user_id"], ["project_name", "project_id"], ["user_domain_name", "user_domain_id"],
        ["project_domain_name", "project_domain_id"], ["domain_name", "domain_id"],
        ["default_domain_name", "default_domain_id"],
        ["application_credential_name", "application_credential_id"],
    ]
}
