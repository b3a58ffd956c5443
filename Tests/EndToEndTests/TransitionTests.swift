import Testing

extension EndToEnd {
    /// Changes of an image's status on a real Glance, as polls see them.
    @Suite struct TransitionTests {
        private static let flags = ["--poll.interval", "200ms"]

        /// The count of a change; 0 is shown from the start for those that alerts watch.
        private func count(_ scrape: Scrape, _ from: String, _ to: String) -> String? {
            scrape.samples("glance_image_status_transitions_total")[["from": from, "to": to]]
        }

        /// Glance puts an image back to queued when the connection of its upload breaks.
        @Test func anUploadThatBreaksIsCounted() async throws {
            try await RunningExporter.run(cloud: "bob", Self.flags) { exporter in
                let before = try await exporter.scrapeWhenUp()
                #expect(count(before, "saving", "queued") == "0")
                #expect(count(before, "saving", "gone") == "0")
                try await Upload.run(as: "bob") { upload in
                    _ = try await exporter.scrape("the upload") {
                        count($0, "none", "saving") == "1" || count($0, "queued", "saving") == "1"
                    }
                    try upload.tell("break")
                    let broken = try await exporter.scrape("the broken upload") { count($0, "saving", "queued") == "1" }
                    #expect(count(broken, "saving", "active") == nil)
                    try upload.tell("delete")
                    // A poll may come between Glance's two steps, and see the image as deleted before it is gone.
                    _ = try await exporter.scrape("the deletion") {
                        count($0, "queued", "gone") == "1" || count($0, "deleted", "gone") == "1"
                    }
                }
            }
        }

        @Test func anUploadThatSucceedsIsCounted() async throws {
            try await RunningExporter.run(cloud: "bob", Self.flags) { exporter in
                let before = try await exporter.scrapeWhenUp()
                #expect(count(before, "saving", "active") == nil)
                try await Upload.run(as: "bob") { upload in
                    _ = try await exporter.scrape("the upload") {
                        count($0, "none", "saving") == "1" || count($0, "queued", "saving") == "1"
                    }
                    try upload.tell("finish")
                    let done = try await exporter.scrape("the image") { count($0, "saving", "active") == "1" }
                    #expect(count(done, "saving", "queued") == "0")
                    try upload.tell("delete")
                    // With delayed deletion the image stays listed until it is scrubbed, else it is gone.
                    _ = try await exporter.scrape("the deletion") {
                        count($0, "active", "gone") == "1" || count($0, "active", "pending_delete") == "1"
                    }
                }
            }
        }
    }
}
