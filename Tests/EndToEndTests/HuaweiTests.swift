import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Accounts of the Huawei family, against a server in another language that checks each signature by itself.
    @Suite struct HuaweiTests {
        private static let secrets = [
            "sk-planted-fixed-key", "sk-planted-lent-key", "st-planted-lent-token", "planted-password", "own-token",
            "lent-token", "metadata-token", "Signature=",
        ]
        private static let fixed = "ak: AKFIXED, sk: sk-planted-fixed-key"
        private static let lent = "ak: AKLENT, sk: sk-planted-lent-key, security_token: st-planted-lent-token"
        private static let user = "username: user, user_domain_name: OWN, password: planted-password"
        private static let agency = "agency_name: role, agency_domain_name: LENDER, project_name: eu-de"
        private static let projectID = "project_id: p0123456789"

        /// Runs the program on one entry of clouds.yaml; no secret may show anywhere.
        private func run(
            _ auth: String, _ keys: String = "", to url: String, environment: [String: String] = [:],
            _ body: (RunningExporter) async throws -> Void
        ) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("clouds.yaml")
            let text = """
                clouds:
                  otc:
                    region_name: eu-de
                    \(keys.replacing("URL", with: url))
                    auth: {auth_url: "\(url)/v3", \(auth.replacing("URL", with: url))}
                """
            try Data(text.utf8).write(to: file)
            let flags = ["--os-client-config", file.path, "--os-cloud", "otc", "--poll.interval", "300ms"]
            try await RunningExporter.run(flags, environment: environment) { exporter in
                try await body(exporter)
                for path in ["/metrics", "/"] { expectNoSecret(in: try await exporter.get(path)) }
                expectNoSecret(in: try exporter.commandLine)
                expectNoSecret(in: try exporter.log)
            }
        }

        private func expectNoSecret(in text: String) {
            for secret in Self.secrets { #expect(!text.contains(secret)) }
        }

        private func expectTheCatalogue(_ scrape: Scrape) {
            #expect(
                scrape.nonzero("glance_images") == [
                    ["status": "active", "visibility": "public"]: "7",
                    ["status": "active", "visibility": "private"]: "3",
                    ["status": "queued", "visibility": "private"]: "1",
                ])
            #expect(scrape.samples("glance_image_size_bytes")[["status": "active", "visibility": "public"]] == "28000")
        }

        @Test(arguments: [
            (fixed + ", " + projectID, "image_endpoint_override: URL", "aksk", "current"),
            (fixed + ", project_name: eu-de", "", "aksk", "current"),
            (fixed, "", "aksk", "current"),
            (fixed + ", signature: legacy", "", "aksk", "legacy"),
            (fixed + ", signature: legacy, signature_region: eu-de, signature_service: ims", "", "aksk", "legacy"),
            (lent + ", " + projectID, "", "aksk", "current"),
            ("metadata_url: URL", "auth_type: ecs_metadata", "ecs_metadata", "current"),
            (fixed + ", " + agency, "", "agency", "token"),
            ("metadata_url: URL, " + agency, "auth_type: ecs_metadata", "agency", "token"),
            (user + ", " + agency, "", "agency", "token"),
            (user + ", project_name: eu-de, project_domain_name: OWN", "", "password", "token"),
        ])
        func anAccountSeesTheCatalogue(auth: String, keys: String, label: String, proof: String) async throws {
            try await Helper.run("huawei.py") { cloud in
                try await run(auth, keys, to: cloud.url) { exporter in
                    let scrape = try await exporter.scrapeWhenUp()
                    expectTheCatalogue(scrape)
                    let info = try #require(scrape.samples("glance_cloud_info").keys.first)
                    #expect(info["auth_type"] == label && info["dialect"] == "ims" && info["scope"] == "project")
                    #expect(info["project_id"] == (label == "agency" ? "l0123456789" : "p0123456789"))
                }
                let lists = try cloud.lines.filter { $0.contains(" /v2/images?") }
                #expect(lists.count > 4 && lists.allSatisfy { $0.hasPrefix("GET 200 ") && $0.hasSuffix(" " + proof) })
            }
        }

        /// The metadata service is next to the server, and no proxy reaches it.
        @Test func theMetadataAreAskedWithoutAProxy() async throws {
            try await Helper.run("huawei.py") { cloud in
                try await Helper.run("forward.py") { proxy in
                    try await run(
                        "metadata_url: URL", "auth_type: ecs_metadata", to: cloud.url,
                        environment: ["http_proxy": proxy.url]
                    ) { exporter in expectTheCatalogue(try await exporter.scrapeWhenUp()) }
                    let targets = try proxy.lines
                    #expect(targets.contains { $0.contains("/v2/images") })
                    #expect(!targets.contains { $0.contains("securitykey") || $0.contains("meta-data") })
                }
            }
        }

        /// What the gateway says of it repeats the request and the key.
        @Test(arguments: [
            ("ak: AKFIXED, sk: planted-password, " + projectID, "0"), (fixed + ", " + projectID, "1200"),
            (fixed + ", " + projectID, "-1200"), ("ak: AKLENT, sk: sk-planted-lent-key, " + projectID, "0"),
            ("ak: AKOTHER, sk: sk-planted-fixed-key, " + projectID, "0"),
        ])
        func aWrongSignatureAndASkewedClockAreRefused(auth: String, skew: String) async throws {
            try await Helper.run("huawei.py", ["--skew", skew]) { cloud in
                try await run(auth, "image_endpoint_override: URL", to: cloud.url) { exporter in
                    let scrape = try await exporter.scrape("a refusal") { $0.failures["unauthorized"] ?? 0 >= 2 }
                    #expect(scrape.value("glance_up") == "0")
                    #expect(try exporter.log.contains("APIG.0301"))
                }
                // Refused keys back off as refused logins do.
                #expect(try cloud.lines.count == 1)
            }
        }

        /// Neither a signature nor a token goes to a host that an answer names.
        @Test(arguments: ["--next", "--redirect"], [fixed, user + ", project_name: eu-de, project_domain_name: OWN"])
        func noProofGoesToAnotherHost(way: String, auth: String) async throws {
            try await Helper.run("huawei.py") { other in
                try await Helper.run("huawei.py", [way, other.url]) { cloud in
                    try await run(auth, to: cloud.url) { exporter in
                        guard way == "--redirect" else { return expectTheCatalogue(try await exporter.scrapeWhenUp()) }
                        let scrape = try await exporter.scrape("a refusal") { $0.failures.values.reduce(0, +) >= 2 }
                        #expect(Array(scrape.failures.keys) == ["unexpected_status"])
                    }
                }
                #expect(try other.lines == [])
            }
        }

        /// Stock Glance as an administrator and as a member, an IMS and a dead cloud in one process.
        @Test func cloudsOfEachKindAreWatchedSideBySide() async throws {
            let stand = try Stand()
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            try await Helper.run("huawei.py") { cloud in
                let (file, secret) = (folder.url.appendingPathComponent("exporter.yml"), "sk")
                try Data("sk-planted-fixed-key\n".utf8).write(to: folder.url.appendingPathComponent(secret))
                let text = """
                    poll: {interval: 500ms}
                    clouds:
                      - {cloud: admin}
                      - {cloud: bob}
                      - name: otc
                        region_name: eu-de
                        auth: {auth_url: "\(cloud.url)/v3", ak: AKFIXED, sk_file: \(secret)}
                      - name: dead
                        auth: {auth_url: "http://127.0.0.1:1/v3", ak: AKFIXED, sk_file: \(secret), project_name: p}
                    """
                try Data(text.utf8).write(to: file)
                let flags = ["--config.file", file.path, "--os-client-config", stand.cloudsFile]
                try await RunningExporter.run(flags) { exporter in
                    func probe(_ name: String) async throws -> Scrape {
                        try await eventually("a whole poll of \(name)") {
                            let scrape = try Scrape(try await exporter.get("/probe?cloud=\(name)"))
                            return scrape.value("glance_up") == "1" ? scrape : nil
                        }
                    }
                    for name in ["admin", "bob"] {
                        try await CatalogueTests.expectTheDatabasesNumbers(try await probe(name), of: name)
                    }
                    expectTheCatalogue(try await probe("otc"))
                    let dead = try Scrape(try await exporter.get("/probe?cloud=dead"))
                    #expect(dead.value("glance_up") == "0" && dead.failures.keys.sorted() == ["connect"])
                    #expect(dead.samples("glance_images") == [:])
                    for name in ["admin", "bob", "otc"] { #expect(try await probe(name).failures == [:]) }
                    expectNoSecret(in: try exporter.log + (try await exporter.get("/metrics")))
                }
            }
        }
    }
}
