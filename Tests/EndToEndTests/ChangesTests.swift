import Testing

extension EndToEnd {
    /// Polls of changes alone, on a real Glance.
    @Suite struct ChangesTests {
        private static let configuration = """
            poll: {interval: 200ms, full_every: 1h}
            clouds: [{cloud: bob, page_size: 10}]
            """

        private func count(_ scrape: Scrape, _ from: String, _ to: String) -> String? {
            scrape.samples("glance_image_status_transitions_total")[["from": from, "to": to]]
        }

        /// Every step of an image's life shows at once, its deletion while it is queued too, at a few pages a poll.
        @Test func changesAreSeenWithoutListingEverything() async throws {
            try await RunningExporter.run(configuration: Self.configuration) { exporter in
                let first = try await exporter.scrapeWhenUp()
                let full = try #require(first.value("glance_last_full_poll_timestamp_seconds"))
                _ = try await exporter.scrape("a poll of changes") {
                    $0.value("glance_last_successful_poll_timestamp_seconds") != full && $0.value("glance_up") == "1"
                }
                try await Upload.run(as: "bob") { upload in
                    _ = try await exporter.scrape("the upload") {
                        count($0, "none", "saving") == "1" || count($0, "queued", "saving") == "1"
                    }
                    try upload.tell("break")
                    _ = try await exporter.scrape("the broken upload") { count($0, "saving", "queued") == "1" }
                    try await expectTheDatabasesNumbers(try await exporter.scrape())
                    try upload.tell("delete")
                    // A poll may come between Glance's two steps, and see the image as deleted before it is gone.
                    _ = try await exporter.scrape("the deletion") {
                        count($0, "queued", "gone") == "1" || count($0, "deleted", "gone") == "1"
                    }
                }
                let last = try await exporter.scrape()
                try await expectTheDatabasesNumbers(last)
                #expect(last.value("glance_last_full_poll_timestamp_seconds") == full)
                let pages = [first, last].compactMap { $0.value("glance_poll_pages").flatMap { Int($0) } }
                #expect(pages[0] > 20)
                #expect(pages[1] < pages[0] / 2)
                #expect(last.failures == [:])
            }
        }

        private func expectTheDatabasesNumbers(_ scrape: Scrape) async throws {
            let expected = try await Stand().expectation(for: "bob")
            let families = expected.keys.filter { $0.hasPrefix("glance_images") || $0.hasSuffix("_bytes") }
            #expect(families.count >= 10)
            for family in families where family != "glance_images_in_transition" {
                let found = scrape.samples(family).filter { $0.value != "0" }
                #expect(found == expected[family]?.filter { $0.value != "0" }, "\(family)")
            }
        }
    }
}
