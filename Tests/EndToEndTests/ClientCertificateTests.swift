import Testing

extension EndToEnd {
    /// Keystone and Glance with a private authority that ask for a client's certificate.
    @Suite struct ClientCertificateTests {
        @Test func theCertificateOfTheSettingsIsShown() async throws {
            try await RunningExporter.run(cloud: "bob-client", ["--poll.interval", "1s"]) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                #expect(scrape.failures == [:])
                #expect(!scrape.catalogue.isEmpty)
                let later = try await exporter.scrape("another poll") { $0.value("glance_polls_total") == "2" }
                let ends = [
                    ["endpoint": "identity"]: try await exporter.stand.end(of: "identity"),
                    ["endpoint": "image"]: try await exporter.stand.end(of: "server"),
                ]
                for scrape in [scrape, later] {
                    let samples = scrape.samples("glance_endpoint_certificate_expiry_timestamp_seconds")
                    #expect(samples.mapValues(Double.init) == ends)
                }
            }
        }

        @Test(arguments: ["bob-client-hidden", "bob-client-untrusted"])
        func withoutThatOrWithAnotherAuthorityTheReasonIsTLS(cloud: String) async throws {
            try await RunningExporter.run(cloud: cloud, ["--poll.interval", "1s"]) { exporter in
                let scrape = try await exporter.scrape("three failed polls") { $0.failures["tls"] ?? 0 >= 3 }
                #expect(Set(scrape.failures.keys) == ["tls"])
                #expect(scrape.value("glance_up") == "0")
                #expect(scrape.catalogue == [])
                #expect(scrape.samples("glance_endpoint_certificate_expiry_timestamp_seconds") == [:])
            }
        }

        /// Glance alone has TLS here, and nobody asks for the client's.
        @Test func plainHTTPHasNoEnd() async throws {
            try await RunningExporter.run(cloud: "bob-tls") { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                let samples = scrape.samples("glance_endpoint_certificate_expiry_timestamp_seconds")
                let end = try await exporter.stand.end(of: "server")
                #expect(samples.mapValues(Double.init) == [["endpoint": "image"]: end])
            }
        }
    }
}
