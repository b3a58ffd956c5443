import Foundation
import TestSupport

/// The real servers, as `Tests/real/openstack up` made them in the folder that `GLANCE_E2E_HOME` names.
struct Stand: Sendable {
    enum Service: String, Sendable {
        case keystone, glance
        /// A Keystone whose tokens live for seconds.
        case brief
    }

    enum Fault: String, Sendable {
        case kill, freeze
    }

    struct Facts: Decodable, Sendable {
        struct User: Decodable, Sendable {
            let password: String
            let project: String
        }

        let authURL: String
        let briefAuthURL: String
        /// Of the Keystone that asks for a client's certificate.
        let clientAuthURL: String
        let glanceURL: String
        let users: [String: User]

        enum CodingKeys: String, CodingKey {
            case authURL = "auth_url"
            case briefAuthURL = "brief_auth_url"
            case clientAuthURL = "client_auth_url"
            case glanceURL = "glance_url"
            case users
        }
    }

    static let isThere = ProcessInfo.processInfo.environment["GLANCE_E2E_HOME"] != nil

    /// Scripts of `Tests/real`.
    static let tools = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("real").path

    let home: String
    let facts: Facts

    init() throws {
        home = ProcessInfo.processInfo.environment["GLANCE_E2E_HOME"] ?? ""
        let content = try Data(contentsOf: URL(fileURLWithPath: home + "/credentials.json"))
        facts = try JSONDecoder().decode(Facts.self, from: content)
    }

    var cloudsFile: String { home + "/clouds.yaml" }

    /// What `up` has settled.
    func setting(_ name: String) throws -> String {
        let lines = try String(contentsOf: URL(fileURLWithPath: home + "/settings"), encoding: .utf8).split(
            separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name + "=") }) else {
            throw NeverHappened(description: "no setting \(name)")
        }
        return String(line.dropFirst(name.count + 1))
    }

    /// When one of the stand's certificates ends by openssl's reading, in Unix seconds.
    func end(of certificate: String) async throws -> Double? {
        let file = "\(home)/tls/\(certificate).pem"
        let text = try await Command.output(
            "/usr/bin/openssl", ["x509", "-in", file, "-noout", "-enddate", "-dateopt", "iso_8601"])
        let time = text.dropFirst("notAfter=".count).trimmingCharacters(in: .whitespacesAndNewlines)
        return ISO8601DateFormatter().date(from: time.replacingOccurrences(of: " ", with: "T"))?.timeIntervalSince1970
    }

    /// What must appear nowhere but in requests to Keystone; tokens of Keystone begin with `gAAAA`.
    var secrets: [String] {
        get throws {
            let clouds = try String(contentsOf: URL(fileURLWithPath: cloudsFile), encoding: .utf8)
            let parts = clouds.components(separatedBy: "\"application_credential_secret\": \"").dropFirst()
            let application = parts.compactMap { $0.components(separatedBy: "\"").first }
            return facts.users.values.map(\.password) + application + ["not-bobs-secret", "gAAAA"]
        }
    }

    /// The `OS_*` variables of a user.
    func variables(of user: String, authURL: String? = nil) -> [String: String] {
        [
            "OS_AUTH_URL": authURL ?? facts.authURL, "OS_USERNAME": user,
            "OS_PASSWORD": facts.users[user]?.password ?? "",
            "OS_PROJECT_NAME": facts.users[user]?.project ?? "", "OS_USER_DOMAIN_NAME": "Default",
            "OS_PROJECT_DOMAIN_NAME": "Default", "OS_REGION_NAME": "RegionOne",
        ]
    }

    /// Series by family, as the database has them and Glance itself confirms, after a poll at a time in Unix seconds.
    func expectation(
        for user: String, at time: String? = nil, _ flags: [String] = []
    ) async throws -> [String: Scrape.Samples] {
        let text = try await Command.output(
            "/usr/bin/python3",
            [Self.tools + "/expected.py", home, user, "--check"] + flags + (time.map { ["--at", $0] } ?? []))
        return try JSONDecoder().decode([String: [ExpectedSeries]].self, from: Data(text.utf8)).mapValues { series in
            Dictionary(uniqueKeysWithValues: series.map { ($0.labels, $0.value) })
        }
    }

    private struct ExpectedSeries: Decodable {
        let labels: [String: String]
        let value: String

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            labels = try pair.decode([String: String].self)
            value = try pair.decode(String.self)
        }
    }

    /// Spoils a service, and mends it whatever `body` came to.
    func with<Outcome>(
        _ fault: Fault, of services: [Service], _ body: () async throws -> Outcome
    ) async throws -> Outcome {
        for service in services { try await act(fault.rawValue, service) }
        let outcome: Result<Outcome, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        for service in services { try await act(fault == .kill ? "start" : "thaw", service) }
        return try outcome.get()
    }

    func act(_ verb: String, _ service: Service) async throws {
        _ = try await Command.output(Self.tools + "/openstack", [verb, home, service.rawValue])
    }
}
