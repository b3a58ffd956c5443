import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The endpoint with TLS, certificates and passwords, before a real Prometheus and other strangers.
    @Suite struct GuardTests {
        private static let polls = ["--poll.interval", "1h"]

        /// README's two files, with the stand's certificates, and what becomes of a scraper that lacks one thing.
        @Test func prometheusScrapesAsREADMESays() async throws {
            let place = try WebPlace()
            defer { place.remove() }
            try place.write(
                try Readme.block(
                    starting: "tls_server_config:", ["clients.pem": "ca.pem", "prometheus.example": "localhost"]))
            try await run(place) { exporter in
                let job = try scrapeJob(place, exporter.address)
                let jobs =
                    job
                    + changed(job, "no-certificate") { $0.replacing(/, cert_file.*\}/, with: "}") }
                    + changed(job, "wrong-password") { $0.replacing("prometheus.password", with: "wrong.password") }
                    + changed(job, "unknown-user") { $0.replacing("username: prometheus", with: "username: nobody") }
                    + changed(job, "unknown-authority") { $0.replacing("ca.pem", with: "other.pem") }
                    + changed(job, "plain") { $0.replacing("scheme: https", with: "scheme: http") }
                try await RunningPrometheus.run(scrapeConfigs: "scrape_configs:\n\(jobs)") { prometheus in
                    _ = try await eventually("a scrape by Prometheus") {
                        try await prometheus.values("glance_up == 1").isEmpty ? nil : true
                    }
                    let refused = ["no-certificate", "wrong-password", "unknown-user", "unknown-authority", "plain"]
                    for job in refused {
                        let ups = try await eventually("a scrape by \(job)") {
                            let ups = try await prometheus.values("max_over_time(up{job=\"\(job)\"}[1h])")
                            return ups.isEmpty ? nil : ups
                        }
                        #expect(Array(ups.values) == [0], "\(job)")
                    }
                    #expect(try await prometheus.values("sum(up)").values.first == 1)
                    // The rate of README's file turned none of them away.
                    let codes = try await eventually("a scrape that tells of the refused ones") {
                        let query = "glance_exporter_http_requests_total{handler=\"metrics\"} > 0"
                        let codes = Set(try await prometheus.values(query).keys.compactMap { $0["code"] })
                        return codes.count > 1 ? codes : nil
                    }
                    #expect(codes == ["200", "401"])
                }
            }
        }

        /// Without a client's certificate; TLS 1.2 shows which protocol was agreed on.
        @Test func prometheusSpeaksHTTP2WithAPassword() async throws {
            let place = try WebPlace()
            defer { place.remove() }
            try place.write(
                """
                tls_server_config: {cert_file: server.pem, key_file: server.key, max_version: TLS12}
                basic_auth_users: {prometheus: "\(WebPlace.hash)"}
                """)
            try await run(place) { exporter in
                try await Helper.run("peek.py", [exporter.address]) { two in
                    try await Helper.run("peek.py", [exporter.address]) { one in
                        let job = try scrapeJob(place, two.url)
                        let old = changed(job, "old") { $0.replacing(two.url, with: one.url) }
                        let jobs = "scrape_configs:\n\(job)\(old)    enable_http2: false\n"
                        try await RunningPrometheus.run(scrapeConfigs: jobs) { prometheus in
                            _ = try await eventually("scrapes by Prometheus") {
                                try await prometheus.values("sum(up)").values.first == 2 ? true : nil
                            }
                            #expect(Set(try two.lines) == ["h2"])
                            #expect(try !one.lines.contains("h2"))
                        }
                    }
                }
            }
        }

        private struct Rotations: Decodable {
            let passed: Int
            let refused: Int
            let faults: [String]
        }

        /// Certificate and password change 30 times while six scrapers ask without a pause, half of them with the wrong ones.
        @Test func rotationsFailNoScrapeThatShouldPass() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let script = Stand.tools + "/rotate.py"
            _ = try await Command.output("/usr/bin/python3", [script, "prepare", folder.url.path])
            let flags = ["demo", "--web.config.file", folder.url.appendingPathComponent("web.yml").path]
            try await RunningExporter.run(flags + Self.polls) { exporter in
                let told = try await Command.output(
                    "/usr/bin/python3", [script, "run", folder.url.path, exporter.address, "30"])
                let rotations = try JSONDecoder().decode(Rotations.self, from: Data(told.utf8))
                #expect(rotations.faults == [])
                #expect(rotations.passed >= 100)
                #expect(rotations.refused >= 100)
            }
        }

        /// What a scanner finds open: by default TLS 1.2 and 1.3, forward secrecy, authenticated encryption.
        @Test func aScannerFindsNothingWeak() async throws {
            let place = try WebPlace()
            defer { place.remove() }
            try place.write("tls_server_config: {cert_file: server.pem, key_file: server.key}")
            try await run(place) { exporter in
                let report = try await Command.output(
                    "/usr/bin/sslscan", ["--no-colour", "--xml=-", exporter.address])
                let protocols = report.matches(of: /<protocol type="(\w+)" version="([\d.]+)" enabled="1"/)
                #expect(Set(protocols.map { "\($0.1) \($0.2)" }) == ["tls 1.2", "tls 1.3"])
                let ciphers = report.matches(of: /<cipher status="\w+" sslversion="([^"]+)"[^>]* cipher="([^"]+)"/)
                #expect(Set(ciphers.map { String($0.1) }) == ["TLSv1.2", "TLSv1.3"])
                let names = Set(ciphers.map { String($0.2) })
                #expect(names.count > 4)
                #expect(names.filter { !$0.contains("GCM") && !$0.contains("POLY1305") } == [])
                #expect(names.filter { !$0.hasPrefix("TLS_") && !$0.hasPrefix("ECDHE-") } == [])
                #expect(report.contains(#"<heartbleed sslversion="TLSv1.2" vulnerable="0""#))
            }
        }

        @Test func checkNamesWhatCannotBeUsed() async throws {
            let place = try WebPlace()
            defer { place.remove() }
            try place.write("tls_server_config:\n  cert_file: server.pem\n  key_file: client.key\n")
            let stand = try Stand()
            for command in [["check"], []] {
                let result = try await Command.run(
                    RunningExporter.binary,
                    command + ["--os-client-config", stand.cloudsFile, "--os-cloud", "bob"]
                        + ["--web.config.file", place.config])
                #expect(result.status == 1)
                #expect(result.complaints.contains("the certificate and the key do not go together"))
            }
        }

        private func run(_ place: WebPlace, _ body: (RunningExporter) async throws -> Void) async throws {
            try await RunningExporter.run(cloud: "bob", Self.polls + ["--web.config.file", place.config], body)
        }

        /// README's job, once a second, with the files of a place.
        private func scrapeJob(_ place: WebPlace, _ target: String) throws -> String {
            let block = try Readme.block(
                starting: "scrape_configs:\n  - job_name: glance-guarded", ["exporter.example:19292": target])
            return place.absolute(block.replacing("scrape_configs:\n", with: ""))
        }

        private func changed(_ job: String, _ name: String, _ change: (String) -> String) -> String {
            job.replacing("glance-guarded", with: name).split(separator: "\n")
                .map { change(String($0)) + "\n" }.joined()
        }
    }
}
