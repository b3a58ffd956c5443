import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The proxies that the environment names, and what Keystone's answers say on their way through one.
    @Suite struct ForwardProxyTests {
        private static let endFamily = "glance_endpoint_certificate_expiry_timestamp_seconds"

        /// The ports of Keystone and Glance that ask for a client's certificate.
        private func ports(_ stand: Stand) throws -> (keystone: String, glance: String) {
            let keystone = try #require(URL(string: stand.facts.clientAuthURL)?.port)
            return ("localhost:\(keystone)", "localhost:\(try stand.setting("GLANCE_CLIENT_PORT"))")
        }

        private func flags(_ stand: Stand, cloud: String) -> [String] {
            ["--os-client-config", stand.cloudsFile, "--os-cloud", cloud]
        }

        @Test(arguments: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
        func theCloudIsReachedThroughIt(variable: String) async throws {
            let stand = try Stand()
            let (keystone, glance) = try ports(stand)
            try await ForwardProxy.run { proxy in
                let scrape = try await RunningExporter.run(
                    flags(stand, cloud: "bob-client"), environment: [variable: proxy.url]
                ) { try await $0.scrapeWhenUp() }
                #expect(try proxy.tunnels == [keystone, glance])
                let ends = [
                    ["endpoint": "identity"]: try await stand.end(of: "identity"),
                    ["endpoint": "image"]: try await stand.end(of: "server"),
                ]
                #expect(scrape.samples(Self.endFamily).mapValues(Double.init) == ends)
            }
        }

        @Test func aCloudsOwnProxyWinsOverTheEnvironments() async throws {
            let stand = try Stand()
            let (keystone, glance) = try ports(stand)
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("exporter.yml")
            try await ForwardProxy.run { proxy in
                let text = "clouds: [{cloud: bob-client, proxy: '\(proxy.url)'}]\n"
                try Data(text.utf8).write(to: file)
                // Nobody listens there, and nobody is excepted.
                let environment = ["HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "*"]
                let scrape = try await RunningExporter.run(
                    ["--config.file", file.path, "--os-client-config", stand.cloudsFile], environment: environment
                ) { try await $0.scrapeWhenUp() }
                #expect(scrape.failures == [:])
                #expect(try proxy.tunnels == [keystone, glance])
            }
        }

        @Test(arguments: ["NO_PROXY", "no_proxy"]) func anExceptionIsReachedWithoutIt(variable: String) async throws {
            let stand = try Stand()
            let (keystone, glance) = try ports(stand)
            let expected: [(String, Set<String>)] = [("localhost", []), ("*", []), (keystone, [glance])]
            for (entries, tunnels) in expected {
                try await ForwardProxy.run { proxy in
                    let scrape = try await RunningExporter.run(
                        flags(stand, cloud: "bob-client"),
                        environment: ["HTTPS_PROXY": proxy.url, variable: entries]
                    ) { try await $0.scrapeWhenUp() }
                    #expect(scrape.failures == [:])
                    #expect(try proxy.tunnels == tunnels)
                }
            }
        }

        @Test func aProxyThatIsAwayIsConnect() async throws {
            let stand = try Stand()
            try await RunningExporter.run(
                flags(stand, cloud: "bob-client"), environment: ["HTTPS_PROXY": "http://user:proxy-word@127.0.0.1:1"]
            ) { exporter in
                let scrape = try await exporter.scrape("a failed poll") { !$0.failures.isEmpty }
                #expect(Set(scrape.failures.keys) == ["connect"])
                #expect(!(try exporter.log.contains("proxy-word")))
            }
        }

        /// The proxy reads Keystone's own answer; carol's password never ends.
        @Test(arguments: ["bob", "carol", "bob-application"])
        func tokenAndPasswordEndWhenKeystoneSaysSo(cloud: String) async throws {
            let stand = try Stand()
            try await ForwardProxy.run { proxy in
                let scrape = try await RunningExporter.run(
                    flags(stand, cloud: cloud), environment: ["http_proxy": proxy.url]
                ) { try await $0.scrapeWhenUp() }
                let login = try #require(try proxy.lastLogin)
                #expect((login.password == nil) == (cloud == "carol"))
                #expect(
                    scrape.value("glance_token_expiry_timestamp_seconds").flatMap(Double.init) == seconds(login.token))
                #expect(
                    scrape.value("glance_password_expiry_timestamp_seconds").flatMap(Double.init)
                        == login.password.flatMap(seconds))
            }
        }

        /// Keystone's times, with and without a zone: `2026-11-23T18:00:00.000000Z`.
        private func seconds(_ text: String) -> Double? {
            let reader = ISO8601DateFormatter()
            return reader.date(from: String(text.prefix(19)) + "Z")?.timeIntervalSince1970
        }
    }
}
