import Identity
import Testing

/// One fixture a defect, with the whole message.
@Suite struct CloudsErrorTests {
    private static let project = "Glance's policies want a project"

    private func failure(_ fixture: String) -> String {
        let text = CloudsFixtures.failure {
            try CloudsFixtures.source(file: "wrong/\(fixture).yaml").clouds(named: nil)
        }
        return text.replacing("wrong/\(fixture).yaml", with: "")
    }

    @Test(arguments: [
        (
            "auth-type-unknown",
            ":3: clouds.prod.auth_type: \"v2password\" is not supported; allowed are "
                + "password, v3password, token, v3token, v3applicationcredential, aksk, ecs_metadata, none"
        ),
        ("auth-type-later", ":3: clouds.prod: access_key is missing"),
        (
            "access-key",
            ":3: clouds.prod: project_name or project_id is missing: signed requests name their project"
        ),
        ("access-key-beside", ":3: clouds.prod: access_key is missing"),
        (
            "access-key-no-project",
            ":4: clouds.prod: project_name or project_id is missing: signed requests name their project"
        ),
        ("access-key-no-url", ":4: clouds.prod: auth_url is missing"),
        (
            "agency-no-domain",
            ":4: clouds.prod: agency_domain_name is missing: an agency is one of the account that has lent it"
        ),
        ("agency-no-name", ":10: clouds.prod.auth.agency_domain_name: is given, and agency_name is missing"),
        ("agency-credential", ":6: clouds.prod.auth.agency_name: needs a password, a token or an access key"),
        ("signature-unknown", ":6: clouds.prod.auth.signature: \"v4\" is not a signature; allowed are current, legacy"),
        ("signature-region", ":6: clouds.prod.auth.signature_region: is given, and signature is not legacy"),
        (
            "metadata-url", ":5: clouds.prod.auth.metadata_url: expected a URL that begins with http:// or https://"
        ),
        ("no-auth", ":3: clouds.prod: auth_url is missing"),
        ("no-auth-url", ":3: clouds.prod: auth_url is missing"),
        ("no-username", ":3: clouds.prod: username or user_id is missing"),
        ("no-password", ":3: clouds.prod: password is missing"),
        ("password-null", ":3: clouds.prod: password is missing"),
        ("no-project", ":3: clouds.prod: project_name or project_id is missing: \(project)"),
        (
            "domain-scope",
            ":7: clouds.prod.auth.domain_name: domain scope is refused: \(project); "
                + "expected project_name or project_id"
        ),
        (
            "token-domain-scope",
            ":6: clouds.prod.auth.domain_id: domain scope is refused: \(project); expected project_name or project_id"
        ),
        (
            "system-scope",
            ":8: clouds.prod.auth.system_scope: system scope is refused: \(project); "
                + "expected project_name or project_id"
        ),
        ("trust", ":7: clouds.prod.auth.trust_id: trusts are not supported; expected project_name or project_id"),
        ("no-token", ":3: clouds.prod: token is missing"),
        ("token-with-a-line-break", ":5: clouds.prod.auth.token: holds a line break or another control character"),
        ("no-credential-id", ":3: clouds.prod: application_credential_id or application_credential_name is missing"),
        ("no-credential-secret", ":3: clouds.prod: application_credential_secret is missing"),
        (
            "no-credential-user",
            ":3: clouds.prod: username or user_id is missing: an application credential's name is one of its user's"
        ),
        ("none-without-endpoint", ":3: clouds.prod: image_endpoint_override is missing, which auth_type none needs"),
        ("identity-v2", ":3: clouds.prod.identity_api_version: \"2.0\" is not supported; allowed is 3"),
        (
            "interface",
            ":3: clouds.prod.interface: \"private\" is not an interface; allowed are public, internal, admin"
        ),
        ("verify", ":3: clouds.prod.verify: expected true or false"),
        ("insecure", ":3: clouds.prod.insecure: expected true or false"),
        ("cacert", ":3: clouds.prod.cacert: expected text, found a mapping"),
    ])
    func saysWhatIsWrongWithACloud(fixture: String, expected: String) {
        #expect(failure(fixture) == expected)
    }

    @Test(arguments: [
        ("password-a-list", ":6: clouds.prod.auth.password: expected text, found a list"),
        ("username-a-mapping", ":5: clouds.prod.auth.username: expected text, found a mapping"),
        ("auth-text", ":3: clouds.prod.auth: expected a mapping, found text"),
        ("prod-text", ":2: clouds.prod: expected a mapping, found text"),
        ("clouds-a-list", ":2: clouds: expected a mapping of names to clouds, found a list"),
        ("root-a-list", ":1: expected a mapping with the key clouds, found a list"),
        ("root-text", ":1: expected a mapping with the key clouds, found text"),
        ("no-entry", ":1: clouds: has no entry"),
        ("key-twice", ":6: the key password stands twice, first on line 4"),
        ("not-yaml", ":4: not valid YAML: mapping values are not allowed in this context"),
        ("url-scheme", ":4: clouds.prod.auth.auth_url: expected a URL that begins with http:// or https://"),
        ("url-host", ":4: clouds.prod.auth.auth_url: expected a URL with a host"),
        ("url-user", ":4: clouds.prod.auth.auth_url: a URL with a user or password in it is refused"),
        (
            "url-placeholder",
            ":4: clouds.prod.auth.auth_url: holds a placeholder that is not known; allowed is {region_name}"
        ),
        ("url-region", ":4: clouds.prod.auth.auth_url: holds {region_name}, but no region_name is given"),
        (
            "endpoint-url",
            ":3: clouds.prod.image_endpoint_override: expected a URL that begins with http:// or https://"
        ),
        (
            "regions-text",
            ":3: clouds.prod.regions: expected a list of names, or of mappings of name and values"
        ),
        ("region-twice", ":3: clouds.prod.regions: a region that stands twice"),
        ("region-nameless", ":3: clouds.prod.regions: a region without a name"),
        ("region-null", ":3: clouds.prod.regions: a region without a name"),
        ("region-key", ":3: clouds.prod.regions: the key value is not known; allowed are name, values"),
        (
            "region-values",
            ":3: clouds.prod.regions.One.values.interface: \"private\" is not an interface; "
                + "allowed are public, internal, admin"
        ),
        (
            "region-not-listed",
            ":3: clouds.prod.region_name: there is no region \"Three\"; its regions are One, Two"
        ),
        (
            "profile",
            ":3: clouds.prod: auth_url is missing, and no clouds-public.yaml has the profile \"nobody\""
        ),
    ])
    func saysWhatIsWrongWithAFile(fixture: String, expected: String) {
        #expect(failure(fixture) == expected)
    }

    @Test(arguments: [
        (["OS_PASSWORD": "p"], "environment: OS_AUTH_URL is missing"),
        (["OS_AUTH_URL": "https://a"], "environment: OS_USERNAME or OS_USER_ID is missing"),
        (["OS_AUTH_URL": "https://a", "OS_USERNAME": "u"], "environment: OS_PASSWORD is missing"),
        (
            ["OS_AUTH_URL": "https://a", "OS_USERNAME": "u", "OS_PASSWORD": "p"],
            "environment: OS_PROJECT_NAME or OS_PROJECT_ID is missing: \(project)"
        ),
        (
            ["OS_AUTH_URL": "https://a", "OS_TOKEN": "t", "OS_SYSTEM_SCOPE": "all"],
            "OS_SYSTEM_SCOPE: system scope is refused: \(project); expected OS_PROJECT_NAME or OS_PROJECT_ID"
        ),
        (
            ["OS_AUTH_URL": "https://a", "OS_TOKEN": "t", "OS_IDENTITY_API_VERSION": "2"],
            "OS_IDENTITY_API_VERSION: \"2\" is not supported; allowed is 3"
        ),
        (["OS_AUTH_URL": "a", "OS_TOKEN": "t"], "OS_AUTH_URL: expected a URL that begins with http:// or https://"),
        (
            ["OS_AUTH_URL": "https://a", "OS_TOKEN": "t", "OS_INSECURE": "perhaps"],
            "OS_INSECURE: expected true or false"
        ),
    ])
    func namesTheVariable(variables: [String: String], expected: String) {
        #expect(
            CloudsFixtures.failure { try CloudsFixtures.source(environment: variables).clouds(named: nil) } == expected)
    }
}
