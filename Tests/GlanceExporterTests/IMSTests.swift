import Foundation
import ImageAPI
import TestSupport
import Testing

@testable import GlanceExporter

/// A cloud in IMS's shape, whose server injects parameters into its links.
@Suite struct IMSTests {
    private static let provider = (100..<140).map { FakeImage.ims($0, $0 % 4 == 0 ? "gold" : "market") }
    private static let own = (1...7).map { number in
        FakeImage.ims(number, number == 7 ? "shared" : "private") { image in
            if number == 6 { image.status = "saving" }
            if number == 5 { image.set("__image_size", nil) }
        }
    }
    private static let offered = [(20, "accepted"), (21, "pending"), (22, "pending"), (23, "rejected")]
        .map { number, answer in
            FakeImage.ims(number, "shared") { image in
                image.owner = "p2"
                image.members = [FakeCloud.project: answer]
            }
        }

    private func expectAll(_ polled: PolledCloud, market: Int? = nil) {
        #expect(polled.isUp)
        #expect(polled.failures == [:])
        #expect(
            polled.samples("glance_images_by_image_type")
                == [
                    #"{image_type="gold",status="active",visibility="public"} 10"#,
                    market.map { #"{image_type="market",status="active",visibility="public"} \#($0)"# },
                    #"{image_type="private",status="saving",visibility="private"} 1"#,
                    #"{image_type="private",status="active",visibility="private"} 5"#,
                    #"{image_type="shared",status="active",visibility="shared"} 2"#,
                ].compactMap { $0 })
        #expect(
            polled.samples("glance_images_by_member_status") == [
                #"{member_status="pending"} 2"#, #"{member_status="accepted"} 1"#, #"{member_status="rejected"} 1"#,
            ])
    }

    private func with(
        _ listing: ListingSettings, pageSize: Int = 3, _ body: (PolledCloud) async throws -> Void
    ) async throws {
        var listing = listing
        listing.pageSize = pageSize
        try await PolledCloud.with(.ims, Self.provider + Self.own + Self.offered, listing, body)
    }

    @Test(arguments: [DialectChoice.auto, .ims])
    func theCatalogueIsOwnGoldAndAccepted(dialect: DialectChoice) async throws {
        try await with(.with(dialect)) { polled in
            await polled.poller.poll()
            expectAll(polled)
            #expect(
                polled.cloud.targets.filter { $0.contains("marker=") }.allSatisfy { $0.contains("__isregistered=true") }
            )
            #expect(polled.samples("glance_cloud_info").first?.contains(#"dialect="ims""#) == true)
        }
    }

    @Test func marketImagesOnRequest() async throws {
        try await with(.with(.auto, market: true)) { polled in
            await polled.poller.poll()
            expectAll(polled, market: 30)
        }
    }

    @Test(arguments: FakeCloud.Paging.allCases, [3, 1000])
    func theLaterListInEachWayOfPaging(paging: FakeCloud.Paging, pageSize: Int) async throws {
        try await with(.with(.auto, .cloudimages), pageSize: pageSize) { polled in
            polled.cloud.change { $0.paging = paging }
            await polled.poller.poll()
            expectAll(polled)
            #expect(polled.cloud.targets.allSatisfy { $0.hasPrefix("/v2/cloudimages?") })
        }
    }

    @Test func sizesComeFromTheAttributeAndPlaceholdersAreUnknown() async throws {
        try await with(.with(.ims)) { polled in
            await polled.poller.poll()
            let own = #"{cloud="c",status="active",visibility="private"}"#
            #expect(polled.value("glance_image_size_bytes" + own) == "\(4 * 1_848_573_952)")
            #expect(polled.value("glance_images_without_size" + own) == "1")
        }
    }

    @Test func supportFlagsAreOpenAndModelsAreNamed() async throws {
        var images = Self.own
        images[0].set("__support_fc_inject", #""true""#)
        images[0].set("__support_kvm_gpu_type", nil)
        images[1].set("__support_some_new_thing", #""TRUE""#)
        images[2].set("__support_kvm", #""false""#)
        try await PolledCloud.with(.ims, images) { polled in
            await polled.poller.poll()
            let shown = polled.samples("glance_images_by_support")
                .filter { $0.contains(#"status="active",visibility="private""#) }
                .map { $0.replacing(#",status="active",visibility="private""#, with: "") }
            #expect(
                shown == [
                    #"{flag="fc_inject",value="true"} 1"#, #"{flag="kvm",value="true"} 4"#,
                    #"{flag="kvm_gpu_type",value="P2v"} 4"#, #"{flag="kvm_gpu_type",value="V100"} 4"#,
                    #"{flag="some_new_thing",value="true"} 1"#,
                ])
        }
    }

    @Test func stockGlanceIsTheWrongDialect() async throws {
        try await PolledCloud.with(.glance, [.glance(1)], .with(.ims)) { polled in
            await polled.poller.poll()
            #expect(polled.failures == ["wrong_dialect": 1])
            #expect(polled.images() == nil)
        }
    }

    @Test func optionalWalksFailAlone() async throws {
        try await with(.with(.ims)) { polled in
            polled.cloud.fault { ask in
                ask.target.contains("member_status=pending") ? [.json("403 Forbidden", "{}")] : nil
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 17)
            #expect(polled.samples("glance_images_by_member_status").isEmpty)
            let failed = #"glance_poll_optional_failures_total{cloud="c",part="shares",reason="forbidden"}"#
            #expect(polled.value(failed) == "1")
            polled.cloud.fault(nil)
            await polled.poller.poll()
            expectAll(polled)
        }
    }

    /// Names and kinds of the attributes are those of the captured page.
    @Test func theFakeFollowsTheCapturedPage() async throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("ImageAPITests/Fixtures/ims-list-page.json")
        let captured = try JSONDecoder().decode(Listing.self, from: Data(contentsOf: file))
        let cloud = try await FakeCloud.start(.ims, Self.provider + Self.own)
        let (_, body) = cloud.listing("/v2/images?limit=1000")
        let faked = try JSONDecoder().decode(Listing.self, from: Data(body.utf8))
        #expect(faked.images.count == 47)
        #expect(faked.first == captured.first.map { $0 + "&limit=1000" })
        var kinds: [String: Set<String>] = [:]
        for image in captured.images { for (name, value) in image { kinds[name, default: []].insert(value.kind) } }
        for image in faked.images {
            for (name, value) in image { #expect(kinds[name]?.contains(value.kind) == true, "\(name)") }
        }
    }

    private struct Listing: Decodable {
        var images: [[String: Value]]
        var first: String?
    }

    private struct Value: Decodable {
        var kind: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                kind = "null"
            } else if (try? container.decode(Bool.self)) != nil {
                kind = "boolean"
            } else if (try? container.decode(Double.self)) != nil {
                kind = "number"
            } else if (try? container.decode(String.self)) != nil {
                kind = "text"
            } else {
                kind = "list"
            }
        }
    }
}
