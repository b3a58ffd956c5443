import Foundation
import Identity
import Testing

/// A secret planted everywhere shows in no error, however the file is broken around it.
@Suite final class CloudsSecretTests {
    private static let secret = "hunter2Secret"
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Ways to write or break a value that holds the secret.
    private static let forms = [
        "S", "'S", "\"S", "S: S", "*S", "!S", "&S", "%S", "@S", "`S", "[S", "[S]", "{S", "{a: S}", "|S", "|\n  S",
        "\"\\S\"", "\tS", "S\u{1}", "S\n S: x", "!!S S", "!<S> S", "? S", "\"S\\n\"", "{region_name}S", "https://u:S@h",
    ]

    private static let authKeys = [
        "auth_url", "username", "user_id", "password", "project_name", "project_id", "user_domain_name", "domain_id",
        "token", "application_credential_id", "application_credential_secret", "system_scope", "trust_id", "ak", "sk",
    ]

    private static let cloudKeys = [
        "verify", "insecure", "cacert", "cert", "key", "image_endpoint_override", "auth",
    ]

    private func failure(_ text: String, file: String = "clouds.yaml") throws -> String {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(file)"))
        let source = CloudsSource(environment: [:], home: root, workingDirectory: root, systemDirectories: [])
        return CloudsFixtures.failure { try source.clouds(named: "prod") }
    }

    @Test(arguments: ["token", nil])
    func noErrorShowsIt(authType: String?) throws {
        var failures = 0
        for form in Self.forms.map({ $0.replacing("S", with: Self.secret) }) {
            for key in Self.authKeys + Self.cloudKeys {
                let isAuth = Self.authKeys.contains(key)
                let text = """
                    clouds:
                      prod:
                    \(authType.map { "    auth_type: \($0)" } ?? "")
                    \(isAuth ? "" : "    \(key): \(form)")
                        auth:
                          project_name: p
                    \(isAuth ? "      \(key): \(form)" : "")
                    """
                let failure = try failure(text)
                #expect(!failure.contains(Self.secret), "\(key): \(form)")
                failures += failure.hasPrefix("no error") ? 0 : 1
            }
        }
        #expect(failures > 300)
    }

    @Test func noErrorOfSecureShowsIt() throws {
        _ = try failure("clouds: {prod: {auth: {auth_url: 'https://a', username: u}}}")
        for form in Self.forms.map({ $0.replacing("S", with: Self.secret) }) {
            let failure = try failure("clouds:\n  prod:\n    auth:\n      password: \(form)\n", file: "secure.yaml")
            #expect(!failure.hasPrefix("no error"))
            #expect(!failure.contains(Self.secret), "\(form)")
        }
    }

    @Test func noErrorOfTheEnvironmentShowsIt() {
        let variables = [
            "OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD", "OS_TOKEN", "OS_APPLICATION_CREDENTIAL_ID", "OS_SECRET_KEY",
            "OS_APPLICATION_CREDENTIAL_SECRET", "OS_PROJECT_NAME", "OS_INSECURE", "OS_IMAGE_ENDPOINT_OVERRIDE",
        ]
        for variable in variables {
            for type in ["password", "token", "v3applicationcredential", "none"] {
                let environment = ["OS_AUTH_TYPE": type, variable: Self.secret + "\n"]
                let failure = CloudsFixtures.failure {
                    try CloudsFixtures.source(environment: environment).clouds(named: nil)
                }
                #expect(!failure.hasPrefix("no error"))
                #expect(!failure.contains(Self.secret), "\(variable)")
            }
        }
    }

    @Test func noDescriptionOfACloudShowsIt() throws {
        let clouds = try CloudsFixtures.source(in: "agrees/secure").clouds(named: nil)
        var dumped = ""
        dump(clouds, to: &dumped)
        #expect(clouds.map(\.written["password"]) == ["from-secure"])
        #expect(!dumped.contains("from-secure"))
        #expect(!"\(clouds)".contains("from-secure"))
    }
}
