import Testing

extension EndToEnd {
    /// The numbers of a seeded Glance, against what its database holds.
    @Suite struct CatalogueTests {
        /// One poll is enough.
        private static let once = ["--poll.interval", "1h"]
        private static let partitions = [
            "os_type", "platform", "image_type", "disk_format", "architecture", "protection", "hidden",
        ]

        @Test(arguments: ["admin", "alice", "bob", "carol", "admin-application"])
        func aUserSeesWhatTheDatabaseHolds(cloud: String) async throws {
            try await check(cloud, flags: Self.once)
        }

        @Test(arguments: ["bob-prefix", "bob-version", "bob-internal", "bob-tls", "bob-application"])
        func eachShapeOfEndpointAndLoginWorks(cloud: String) async throws {
            try await check(cloud, flags: Self.once)
        }

        @Test func theVariablesAloneAreEnough() async throws {
            let stand = try Stand()
            let expected = try await stand.expectation(for: "bob")
            try await RunningExporter.run(Self.once, environment: stand.variables(of: "bob")) { exporter in
                Self.expect(try await exporter.scrapeWhenUp(), equals: expected)
            }
        }

        @Test func anAdministratorsCatalogueTakesSeveralPages() async throws {
            try await RunningExporter.run(cloud: "admin", Self.once) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                #expect(scrape.samples("glance_cloud_info").keys.map { $0["scope"] } == ["admin"])
                let pages = try #require(scrape.value("glance_poll_pages").flatMap { Int($0) })
                #expect(pages >= 4)
                let lists = scrape.samples("glance_poll_requests_total")[["operation": "list", "code": "200"]]
                #expect(lists == String(pages))
            }
        }

        @Test func onlyWhatIsOddCountsAsOdd() async throws {
            try await RunningExporter.run(cloud: "bob", Self.once) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                // The two images that were made in 2040.
                #expect(
                    scrape.nonzero("glance_image_attribute_anomalies")
                        == [["attribute": "created_at"]: "2", ["attribute": "updated_at"]: "2"])
                #expect(scrape.nonzero("glance_label_values_over_limit") == [:])
                #expect(scrape.samples("glance_cloud_info").keys.map { $0["scope"] } == ["project"])
            }
        }

        /// Runs one poll of a cloud whose name begins with its user's.
        private func check(_ cloud: String, flags: [String]) async throws {
            let user = String(cloud.prefix { $0 != "-" })
            let expected = try await Stand().expectation(for: user)
            try await RunningExporter.run(cloud: cloud, flags) { exporter in
                Self.expect(try await exporter.scrapeWhenUp(), equals: expected)
            }
        }

        static func expect(_ scrape: Scrape, equals expected: [String: Scrape.Samples]) {
            #expect(expected.count == 11)
            for (family, samples) in expected {
                let found = family == "glance_images" ? scrape.samples(family) : scrape.nonzero(family)
                #expect(found == samples, "\(family)")
            }
            let total = sum(scrape.samples("glance_images"))
            #expect(total > 0)
            for partition in partitions {
                #expect(sum(scrape.samples("glance_images_by_\(partition)")) == total, "\(partition)")
            }
        }

        private static func sum(_ samples: Scrape.Samples) -> Int { samples.values.reduce(0) { $0 + (Int($1) ?? -1) } }
    }
}
