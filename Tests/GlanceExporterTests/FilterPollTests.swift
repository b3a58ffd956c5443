import ImageAPI
import TestSupport
import Testing

@testable import GlanceExporter

/// Catalogues that are narrowed by a filter.
@Suite struct FilterPollTests {
    private static let images = [
        FakeImage.glance(1), .glance(2) { $0.status = "queued" }, .glance(3) { $0.visibility = "private" },
        .glance(4) { $0.isHidden = true }, .glance(5) { ($0.status, $0.visibility) = ("queued", "private") },
    ]

    private func listing(_ items: [(String, String)]) throws -> ListingSettings {
        var listing = ListingSettings.glance
        listing.filter = try ListingFilter(items.map { QueryItem($0.0, $0.1) }, in: .glance)
        return listing
    }

    @Test func whatItExcludesIsAbsentAndNotZero() async throws {
        let listing = try listing([("visibility", "public"), ("status", "in:queued,active")])
        try await PolledCloud.with(.glance, Self.images.filter { $0.status != "x" }, listing) { polled in
            // The fake takes one status at a time.
            polled.cloud.fault { ask in
                guard ask.isList else { return nil }
                let (status, body) = polled.cloud.listing(
                    ask.target.replacing("&status=in%3Aqueued%2Cactive", with: ""))
                return [.json(status, body)]
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(
                polled.samples("glance_images") == [
                    #"{status="queued",visibility="public"} 1"#, #"{status="active",visibility="public"} 2"#,
                ])
            let statuses = Set(polled.samples("glance_images_in_transition").map { $0.split(separator: "\"")[1] })
            #expect(statuses == ["queued"])
            #expect(polled.board.rows().map(\.filter) == ["status=in:queued,active visibility=public"])
        }
    }

    @Test func aWalkThatItContradictsIsSkipped() async throws {
        try await PolledCloud.with(.glance, Self.images, try listing([("os_hidden", "true")])) { polled in
            await polled.poller.poll()
            #expect(polled.images() == 1)
            #expect(polled.cloud.targets.count == 1)
        }
    }

    @Test func listingsOfOnesOwn() async throws {
        var listing = ListingSettings.glance
        listing.listings = [
            NamedListing(name: "queued", query: try ListingFilter([QueryItem("status", "queued")], in: .glance)),
            NamedListing(name: "hidden", query: try ListingFilter([QueryItem("os_hidden", "true")], in: .glance)),
        ]
        try await PolledCloud.with(.glance, Self.images, listing) { polled in
            await polled.poller.poll()
            #expect(polled.images("queued") == 2)
            #expect(polled.images("active") == 1)
            // What other projects offer is not asked for beside a part of the catalogue.
            #expect(polled.samples("glance_images_by_member_status").isEmpty)
            #expect(polled.cloud.targets.count == 2)
        }
    }
}
