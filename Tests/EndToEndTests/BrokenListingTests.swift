import Testing

extension EndToEnd {
    /// What goes wrong between two pages, or in the middle of one.
    @Suite struct BrokenListingTests {
        @Test func aTokenThatExpiresInMidWalkCostsNothing() async throws {
            let stand = try Stand()
            var variables = stand.variables(of: "admin", authURL: stand.facts.briefAuthURL)
            try await Proxy.run(.expire(authURL: stand.facts.briefAuthURL)) { proxy in
                variables["OS_IMAGE_ENDPOINT_OVERRIDE"] = proxy.url
                try await RunningExporter.run(["--poll.interval", "1h"], environment: variables) { exporter in
                    let scrape = try await exporter.scrapeWhenUp()
                    try await CatalogueTests.expectTheDatabasesNumbers(scrape, of: "admin")
                    #expect(scrape.failures == [:])
                    #expect(scrape.value("glance_polls_total") == "1")
                }
                let requests = try proxy.requests
                let refused = try #require(requests.firstIndex { $0.status == "401" })
                // The walk went on from the refused page: what came before was not asked for again.
                #expect(requests[refused].target.contains("marker="))
                #expect(requests[refused + 1].target == requests[refused].target)
                let answered = requests.filter { $0.status == "200" }.map(\.target)
                #expect(Set(answered).count == answered.count)
            }
        }

        @Test func aListingThatEndsInTheMiddleIsNotPublished() async throws {
            let stand = try Stand()
            var variables = stand.variables(of: "bob")
            try await Proxy.run(.cut) { proxy in
                variables["OS_IMAGE_ENDPOINT_OVERRIDE"] = proxy.url
                try await RunningExporter.run(["--poll.interval", "1s"], environment: variables) { exporter in
                    let atFirst = try await exporter.scrape("a failed poll") { !$0.failures.isEmpty }
                    #expect(atFirst.catalogue == [] && atFirst.value("glance_up") == "0")
                    try proxy.set(.pass)
                    let whole = try await exporter.scrapeWhenUp()
                    try await CatalogueTests.expectTheDatabasesNumbers(whole, of: "bob")
                    try proxy.set(.cut)
                    let cut = try await exporter.scrape("a failed poll after a whole one") {
                        $0.value("glance_up") == "0"
                    }
                    #expect(Set(cut.failures.keys) == ["malformed"])
                    #expect(cut.catalogue == whole.catalogue)
                    try proxy.set(.pass)
                    let mended = try await exporter.scrapeWhenUp()
                    #expect(mended.catalogue == whole.catalogue)
                }
            }
        }
    }
}
