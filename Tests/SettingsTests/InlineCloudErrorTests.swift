import Testing

/// What is wrong with a cloud in the keys of clouds.yaml, and with its secrets: one fixture a defect, with the whole
/// message.
@Suite struct InlineCloudErrorTests {
    @Test(arguments: messages)
    func saysWhatIsWrong(fixture: String, expected: String) {
        #expect(SettingsFixtures.failure(fixture: fixture) == expected)
    }

    static let messages: [(fixture: String, expected: String)] = [
        (
            "access-key",
            ":2: clouds[0]: secret_key_file is missing"
        ),
        (
            "auth-key",
            ":7: clouds[0].auth.pasword_file: is not known; allowed are access_key, agency_domain_name, agency_name, ak, application_credential_id, "
                + "application_credential_name, application_credential_secret_file, auth_token_file, auth_url, "
                + "default_domain, default_domain_id, default_domain_name, domain_id, domain_name, endpoint, "
                + "metadata_url, password_file, project_domain_id, project_domain_name, project_id, project_name, "
                + "secret_key_file, security_token_file, signature, signature_region, signature_service, sk_file, "
                + "system_scope, tenant_id, tenant_name, token_file, trust_id, user_domain_id, "
                + "user_domain_name, user_id, user_name, username"
        ),
        ("auth-text", ":3: clouds[0].auth: expected a mapping, found text"),
        (
            "auth-token",
            ":6: clouds[0].auth.auth_token: a secret in this file is refused; expected auth_token_file, the path "
                + "of a file that holds it"
        ),
        (
            "auth-type",
            ":2: clouds[0]: access_key is missing"
        ),
        (
            "credential-secret",
            ":6: clouds[0].auth.application_credential_secret: a secret in this file is refused; expected "
                + "application_credential_secret_file, the path of a file that holds it"
        ),
        ("interface", ":3: clouds[0].interface: \"private\" is not an interface; allowed are public, internal, admin"),
        ("no-password", ":2: clouds[0]: password_file is missing"),
        ("no-url", ":2: clouds[0]: auth_url is missing"),
        (
            "password",
            ":7: clouds[0].auth.password: a secret in this file is refused; expected password_file, the path of a "
                + "file that holds it"
        ),
        (
            "password-beside",
            ":3: clouds[0].password: a secret in this file is refused; expected password_file, the path of a file "
                + "that holds it"
        ),
        (
            "password-null",
            ":7: clouds[0].auth.password: a secret in this file is refused; expected password_file, the path of a "
                + "file that holds it"
        ),
        (
            "password-of-region",
            ":4: clouds[0].regions.One.values.auth.password: a secret in this file is refused; expected "
                + "password_file, the path of a file that holds it"
        ),
        ("secret-a-list", ":7: clouds[0].auth.password_file: expected text, found a list"),
        (
            "secret-crlf",
            ":7: clouds[0].auth.password_file: wrong/../good/secrets/crlf: holds a line break before its end, or "
                + "another control character"
        ),
        ("secret-directory", ":7: clouds[0].auth.password_file: wrong/../good/secrets: is not a regular file"),
        ("secret-empty", ":7: clouds[0].auth.password_file: wrong/../good/secrets/empty: is empty"),
        (
            "secret-key",
            ":6: clouds[0].auth.secret_key: a secret in this file is refused; expected secret_key_file, the path "
                + "of a file that holds it"
        ),
        (
            "secret-key-beside",
            ":4: clouds[0].secret_key: a secret in this file is refused; expected secret_key_file, the path of a "
                + "file that holds it"
        ),
        ("secret-latin1", ":7: clouds[0].auth.password_file: wrong/../good/secrets/latin1: is not UTF-8"),
        ("secret-missing", ":7: clouds[0].auth.password_file: wrong/../good/secrets/nobody: there is no such file"),
        ("secret-newline-only", ":7: clouds[0].auth.password_file: wrong/../good/secrets/newline: is empty"),
        ("secret-null", ":2: clouds[0]: password_file is missing"),
        (
            "secret-two-newlines",
            ":7: clouds[0].auth.password_file: wrong/../good/secrets/two-newlines: holds a line break before its "
                + "end, or another control character"
        ),
        (
            "sk",
            ":6: clouds[0].auth.sk: a secret in this file is refused; expected sk_file, the path of a file that "
                + "holds it"
        ),
        (
            "token",
            ":6: clouds[0].auth.token: a secret in this file is refused; expected token_file, the path of a file "
                + "that holds it"
        ),
    ]
}
