import Foundation
import Testing

@testable import Identity

/// Accounts of the Huawei family in clouds.yaml and the environment.
@Suite struct CloudsAccessKeyTests {
    private func clouds(_ yaml: String) throws -> [Cloud] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).yaml")
        try Data(yaml.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try CloudsSource(
            environment: [:], home: "/", workingDirectory: "/", systemDirectories: [], clientConfig: file.path
        ).clouds(named: nil)
    }

    @Test(arguments: [
        "auth: {ak: A, sk: S, project_id: p1}", "auth: {access_key: A, secret_key: S, project_id: p1}",
        "ak: A, sk: S, auth: {project_id: p1}", "access_key: A, secret_key: S, auth: {project_id: p1}",
        "auth_type: aksk, auth: {ak: A, sk: S, project_id: p1, username: u, password: p}",
        "auth: {ak: A, sk: S, project_id: p1, username: u}", "auth: {ak: A, sk: S, project_id: p1, signature: current}",
    ])
    func aKeyIsReadInEachSpelling(entry: String) throws {
        let cloud = try #require(try clouds("clouds: {c: {image_endpoint_override: 'https://i', \(entry)}}").first)
        #expect(cloud.written == ["access_key": "A", "secret_key": "S", "project_id": "p1"])
        #expect(cloud.authentication.label == "aksk")
        #expect(!cloud.asksIdentity)
    }

    @Test func aCompletePasswordComesFirst() throws {
        let cloud = try clouds(
            "clouds: {c: {auth: {auth_url: 'https://k', ak: A, sk: S, project_id: p1, username: u, password: p}}}")
        #expect(cloud.map(\.authentication.label) == ["password"])
    }

    @Test func theRegionNamesTheProjectWhereNothingElseDoes() throws {
        let cloud = try clouds("clouds: {c: {region_name: eu-de, auth: {auth_url: 'https://k', ak: A, sk: S}}}")
        #expect(
            cloud.map(\.authentication) == [
                .accessKey(
                    .given(AccessKey(id: "A", secret: Secret("S"))), scheme: .current,
                    project: .name("eu-de", domain: nil))
            ])
        #expect(cloud.map(\.asksIdentity) == [true])
    }

    @Test(arguments: [
        ("signature: legacy", SigningScheme.legacy(region: "", service: "")),
        (
            "signature: legacy, signature_region: eu-de, signature_service: ims",
            SigningScheme.legacy(region: "eu-de", service: "ims")
        ),
    ])
    func theSchemeIsChosen(keys: String, expected: SigningScheme) throws {
        let cloud = try clouds(
            "clouds: {c: {image_endpoint_override: 'https://i', auth: {ak: A, sk: S, project_id: p, \(keys)}}}")
        #expect(
            cloud.map(\.authentication) == [
                .accessKey(.given(AccessKey(id: "A", secret: Secret("S"))), scheme: expected, project: .id("p"))
            ])
    }

    @Test(arguments: [("", "http://169.254.169.254"), (", metadata_url: 'http://127.0.0.1:8/'", "http://127.0.0.1:8")])
    func theServersMetadataNeedNoKey(keys: String, expected: String) throws {
        let cloud = try clouds(
            "clouds: {c: {auth_type: ecs_metadata, image_endpoint_override: 'https://i', auth: {project_id: p\(keys)}}}"
        )
        #expect(cloud.map(\.written) == [["metadata_url": expected, "project_id": "p"]])
        #expect(cloud.map(\.authentication.label) == ["ecs_metadata"])
    }

    @Test func anAgencysProjectIsOneOfItsAccount() throws {
        let cloud = try clouds(
            """
            clouds: {c: {auth: {auth_url: 'https://k', username: u, user_domain_name: OWN, password: p,
              project_name: eu-de, agency_name: lent, agency_domain_name: LENDER}}}
            """)
        guard case .agency(let agency, .password(let user, _, _), let project) = cloud.first?.authentication else {
            Issue.record("no agency")
            return
        }
        #expect(agency == Agency(name: "lent", domainName: "LENDER"))
        #expect(user == .name("u", domain: .name("OWN")))
        #expect(project == .name("eu-de", domain: .name("LENDER")))
        #expect(cloud.first?.authentication.label == "agency")
    }

    @Test(arguments: [
        ["OS_ACCESS_KEY": "A", "OS_SECRET_KEY": "S", "OS_SECURITY_TOKEN": "T"],
        ["OS_AK": "A", "OS_SK": "S", "OS_SECURITY_TOKEN": "T"],
        ["OS_ACCESS_KEY_ID": "A", "OS_ACCESS_KEY_SECRET": "S", "OS_AKSK_SECURITY_TOKEN": "T"],
    ])
    func theVariablesAreReadInTheSpellingsInUse(variables: [String: String]) throws {
        let others = ["OS_PROJECT_ID": "p1", "OS_IMAGE_ENDPOINT_OVERRIDE": "https://i"]
        let clouds = try CloudsFixtures.source(environment: variables.merging(others) { $1 }).clouds(named: nil)
        #expect(
            clouds.map(\.written) == [
                ["access_key": "A", "secret_key": "S", "security_token": "T", "project_id": "p1"]
            ])
    }
}
