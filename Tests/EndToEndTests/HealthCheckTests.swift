import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `healthcheck` beside a running exporter, as a container's runtime calls it.
    @Suite struct HealthCheckTests {
        private static let demo = ["demo", "--images", "10"]

        private func check(_ flags: [String], _ environment: [String: String] = [:]) async throws -> Command.Result {
            try await Command.run(RunningExporter.binary, ["healthcheck"] + flags, environment: environment)
        }

        @Test func anExporterThatAnswersIsHealthy() async throws {
            try await RunningExporter.run(Self.demo) { exporter in
                // A proxy of the environment stands between a container and its clouds, not before its own endpoint.
                let variables = [
                    "GLANCE_EXPORTER_WEB_LISTEN_ADDRESS": exporter.address, "http_proxy": "http://127.0.0.1:9",
                ]
                let results = [
                    try await check(["--web.listen-address", exporter.address]), try await check([], variables),
                ]
                for result in results {
                    #expect(result.status == 0)
                    #expect(result.output + result.complaints == "")
                }
            }
        }

        @Test func nobodyThereIsNotHealthy() async throws {
            let result = try await check(["--web.listen-address", "127.0.0.1:1"])
            #expect(result.status == 1)
            #expect(result.complaints.hasPrefix("127.0.0.1:1: "))
            #expect(try await check(["--web.listen-address", "127.0.0.1"]).status == 64)
        }

        @Test func aSocketOfTheFileSystemIsAsked() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let address = "unix:" + folder.url.appendingPathComponent("socket").path
            try await RunningExporter.run(Self.demo + ["--web.listen-address", address]) { _ in
                let result = try await check(["--web.listen-address", address])
                #expect(result.status == 0)
            }
            #expect(try await check(["--web.listen-address", address]).status == 1)
        }

        @Test(arguments: [
            "", ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem",
            ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem, max_version: TLS12",
        ])
        func aGuardedEndpointIsHealthy(more: String) async throws {
            let place = try WebPlace()
            defer { place.remove() }
            try place.write(
                """
                tls_server_config: {cert_file: server.pem, key_file: server.key\(more)}
                basic_auth_users: {prometheus: "\(WebPlace.hash)"}
                """)
            let web = ["--web.config.file", place.config]
            try await RunningExporter.run(Self.demo + web) { exporter in
                let address = ["--web.listen-address", exporter.address]
                let (guarded, plain) = (try await check(address + web), try await check(address))
                #expect(guarded.status == 0)
                // In plain HTTP it does not answer.
                #expect(plain.status == 1)
            }
        }
    }
}
