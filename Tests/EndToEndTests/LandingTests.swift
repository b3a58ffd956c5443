import Foundation
import Testing

extension EndToEnd {
    /// The landing page in a real browser.
    @Suite struct LandingTests {
        private static let hostile = "<script>document.title='x'</script>" + String(repeating: "W", count: 200)

        private static let configuration = """
            poll: {interval: 1h}
            clouds:
              - {name: bob, cloud: bob, stuck_images: 3}
              - name: "\(hostile)"
                cloud: bob
                filter: {status: active, name: "\(String(repeating: "M", count: 200))"}
              - {name: gone, auth_type: none, image_endpoint_override: "http://127.0.0.1:1"}
              - {name: asked, cloud: bob, poll: {interval: 0}}

            """

        private func run(_ body: (RunningExporter, [Browser.Look]) async throws -> Void) async throws {
            try await RunningExporter.run(configuration: Self.configuration) { exporter in
                _ = try await eventually("each cloud was polled") {
                    try await exporter.status("/-/ready") == "200" ? true : nil
                }
                let looks = try await Browser.looks(at: "http://\(exporter.address)/")
                #expect(
                    looks.map { "\($0.width) \($0.scheme)" } == ["360 light", "360 dark", "1280 light", "1280 dark"])
                try await body(exporter, looks)
            }
        }

        @Test func itSaysOfEachCloudHowItIs() async throws {
            try await run { exporter, looks in
                let stuck = try await exporter.scrape(of: "bob").samples("glance_stuck_image_updated_timestamp_seconds")
                #expect(stuck.count == 3)
                for look in looks {
                    // The hostile name did not run.
                    #expect(look.title == "glance-exporter: 2 of 4 clouds up")
                    #expect(look.text.contains(Self.hostile))
                    #expect(look.text.contains("down: a server could not be connected to"))
                    #expect(look.text.contains("polled when scraped"))
                    #expect(look.text.contains("status=active"))
                    #expect(look.text.contains("in 59 min"))
                    for labels in stuck.keys {
                        #expect(look.text.contains(try #require(labels["id"])))
                    }
                }
            }
        }

        @Test func itNeedsNothingFromElsewhereAndFitsAPhone() async throws {
            try await run { exporter, looks in
                for look in looks {
                    let page = "http://\(exporter.address)/"
                    #expect(Set(look.requests).isSubset(of: [page, page + "favicon.ico"]))
                    #expect(look.requests.contains(page))
                    #expect(look.complaints.filter { !$0.contains("favicon") } == [])
                    #expect(look.contentWidth <= Double(look.width), "\(look.width) \(look.scheme)")
                    #expect(look.widest <= Double(look.width), "\(look.width) \(look.scheme)")
                    #expect(look.caption > Double(look.width) / 2, "\(look.width) \(look.scheme)")
                }
                #expect(Set(looks.map(\.background)) == ["rgb(255, 255, 255)", "rgb(13, 17, 23)"])
            }
        }

        @Test func aScreenReaderFindsLandmarksAndTablesAtEveryWidth() async throws {
            try await run { _, looks in
                let columns = [
                    "Cloud", "State", "Last whole poll", "Images", "Queued", "Killed", "Next poll", "Filter",
                ]
                for look in looks {
                    let tree = look.tree
                    for landmark in ["banner", "navigation Endpoints", "main", "contentinfo"] {
                        #expect(tree.count { $0 == landmark } == 1, "\(landmark) at \(look.width)")
                    }
                    #expect(tree.count { $0.hasPrefix("table ") } == 2)
                    #expect(
                        tree.filter { $0.hasPrefix("columnheader") }.prefix(8)
                            == columns.map { "columnheader \($0)" }[...])
                    #expect(tree.contains("rowheader bob"))
                    // Said once, by the column's header, and not by the card's label as well.
                    #expect(tree.contains("cell up"))
                    #expect(
                        tree.filter { $0.hasPrefix("heading") }
                            == ["glance-exporter", "Clouds", "Stuck images"].map { "heading \($0)" })
                }
            }
        }
    }
}
