import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The numbers of a seeded Glance, against what its database holds.
    @Suite struct CatalogueTests {
        /// One poll is enough.
        private static let once = ["--poll.interval", "1h"]
        private static let zeroFilled = [
            "glance_images", "glance_images_by_member_status", "glance_images_by_replace_frequency",
        ]
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

        /// In parts by equal times at first, then by what the last poll saw; never more requests at once than set.
        @Test(arguments: [(1, 100), (2, 100), (8, 100), (4, 1000)])
        func walksSideBySideSeeTheSame(concurrency: Int, pageSize: Int) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let (stand, secret) = (try Stand(), folder.url.appendingPathComponent("password"))
            try Data((stand.facts.users["admin"]?.password ?? "").utf8).write(to: secret)
            try await Proxy.run(.pass) { proxy in
                let text = """
                    poll: {interval: 100ms, concurrency: \(concurrency)}
                    clouds:
                      - name: admin
                        auth: {auth_url: "\(stand.facts.authURL)", username: admin, password_file: "\(secret.path)",
                          project_name: admin, user_domain_name: Default, project_domain_name: Default}
                        region_name: RegionOne
                        image_endpoint_override: "\(proxy.url)"
                        page_size: \(pageSize)
                    """
                try await RunningExporter.run(configuration: text) { exporter in
                    for polls in [1, 2] {
                        let scrape = try await exporter.scrape("poll \(polls)") {
                            Int($0.value("glance_polls_total") ?? "") ?? 0 >= polls && $0.value("glance_up") == "1"
                        }
                        try await Self.expectTheDatabasesNumbers(scrape, of: "admin")
                    }
                }
                #expect(try proxy.mostAtOnce == concurrency)
            }
        }

        @Test func theVariablesAloneAreEnough() async throws {
            let stand = try Stand()
            try await RunningExporter.run(Self.once, environment: stand.variables(of: "bob")) { exporter in
                try await Self.expectTheDatabasesNumbers(try await exporter.scrapeWhenUp(), of: "bob")
            }
        }

        /// What the filter excludes is absent, and what it lets through is what the database holds.
        @Test func aFilterNarrowsTheCatalogue() async throws {
            let stand = try Stand()
            let text = """
                clouds:
                  - cloud: admin
                    dialect: glance
                    filter: {visibility: public, status: "in:active,queued"}
                """
            try await RunningExporter.run(configuration: text, Self.once) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                let expected = try await stand.expectation(for: "admin")
                func isLetThrough(_ labels: [String: String]) -> Bool {
                    labels["visibility"] == "public" && ["active", "queued"].contains(labels["status"])
                }
                for family in ["glance_images", "glance_image_size_bytes"]
                    + Self.partitions.map({ "glance_images_by_\($0)" })
                {
                    let wanted = try #require(expected[family]).filter { isLetThrough($0.key) }
                    #expect(!wanted.isEmpty)
                    let found = family == "glance_images" ? scrape.samples(family) : scrape.nonzero(family)
                    #expect(found == wanted, "\(family)")
                }
            }
        }

        /// What the configuration asks for over properties, and how many images lack one.
        @Test(arguments: ["admin", "bob"]) func configuredFamiliesAreTheDatabasesToo(user: String) async throws {
            let stand = try Stand()
            let text = """
                aggregates:
                  - name: test_images_by_version
                    help: Images by version.
                    labels: [status, {attribute: "property:os_version", as: version}]
                    where: {visibility: [public, community]}
                  - name: test_images_by_version_bytes
                    help: Sizes of images by type.
                    value: size_bytes
                    labels: [os_type]
                    where: {visibility: [public, community]}
                required_properties: {names: [os_version, hw_disk_bus, min_disk]}
                clouds: [{cloud: \(user)}]
                """
            try await RunningExporter.run(configuration: text, Self.once) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                let expected = try await stand.expectation(for: user, ["--opt-in"])
                let families = expected.keys.filter { $0.hasPrefix("test_") || $0.hasSuffix("_required_property") }
                #expect(families.count == 3)
                for family in families {
                    #expect(scrape.nonzero(family) == expected[family], "\(family)")
                }
            }
        }

        /// By owner with the projects' names; and openstack-exporter's families, of the images that Glance lists by default.
        @Test(arguments: ["admin", "bob"]) func familiesOnRequestAreTheDatabasesToo(user: String) async throws {
            let stand = try Stand()
            let text = """
                compatibility: {openstack_exporter: true}
                clouds: [{cloud: \(user), by_owner: true, per_image: true, per_image_limit: 100000}]
                """
            try await RunningExporter.run(configuration: text, Self.once) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                let time = scrape.value("glance_last_successful_poll_timestamp_seconds")
                let expected = try await stand.expectation(for: user, at: time, ["--opt-in"])
                let families = expected.keys.filter { $0.hasSuffix("_by_owner") || $0.hasPrefix("openstack_") }
                #expect(families.count == 5)
                for family in families {
                    #expect(scrape.nonzero(family) == expected[family], "\(family)")
                }
                #expect(scrape.value("openstack_glance_up") == "1")
            }
        }

        @Test func anAdministratorsCatalogueTakesSeveralPages() async throws {
            // A dialect that is given is not asked for.
            try await RunningExporter.run(cloud: "admin", Self.once + ["--dialect", "glance"]) { exporter in
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
                // Two images that were made in 2040; dates that are none, and one of 2040.
                #expect(
                    scrape.nonzero("glance_image_attribute_anomalies")
                        == [
                            ["attribute": "created_at"]: "2", ["attribute": "updated_at"]: "2",
                            ["attribute": "provided_until"]: "6", ["attribute": "image_build_date"]: "10",
                        ])
                #expect(scrape.nonzero("glance_label_values_over_limit") == [:])
                #expect(scrape.samples("glance_cloud_info").keys.map { $0["scope"] } == ["project"])
            }
        }

        /// Runs one poll of a cloud whose name begins with its user's.
        private func check(_ cloud: String, flags: [String]) async throws {
            try await RunningExporter.run(cloud: cloud, flags) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                try await Self.expectTheDatabasesNumbers(scrape, of: String(cloud.prefix { $0 != "-" }))
            }
        }

        /// Every family of the catalogue.
        static func expectTheDatabasesNumbers(_ scrape: Scrape, of user: String) async throws {
            let time = scrape.value("glance_last_successful_poll_timestamp_seconds")
            let expected = try await Stand().expectation(for: user, at: time)
            // Shares are not told apart from what a role sees that sees everything.
            #expect(expected.count == (user == "admin" ? 24 : 25))
            #expect(scrape.samples("glance_images_by_member_status").isEmpty == (user == "admin"))
            for (family, samples) in expected {
                let found = Self.zeroFilled.contains(family) ? scrape.samples(family) : scrape.nonzero(family)
                #expect(found == samples, "\(family)")
            }
            #expect(Set(scrape.catalogueFamilies).subtracting(expected.keys) == [])
            let total = sum(scrape.samples("glance_images"))
            #expect(total > 0)
            for partition in partitions {
                #expect(sum(scrape.samples("glance_images_by_\(partition)")) == total, "\(partition)")
            }
        }

        private static func sum(_ samples: Scrape.Samples) -> Int { samples.values.reduce(0) { $0 + (Int($1) ?? -1) } }
    }
}
