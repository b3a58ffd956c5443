import ImageAPI
import Testing

@testable import GlanceExporter

/// What a poll asks for, by the dialect that is set and the one that the server speaks.
@Suite struct DialectPollTests {
    private static let imsFirst = "/v2/images?__isregistered=true"
    private static let evidence = "/v2/images?limit=1"

    /// IMS with an image of each kind.
    private static func ims(_ state: inout ScriptedCloud.State) {
        state.list = { target, _ in
            func page(_ images: [String]) -> ScriptedCloud.Answer { ScriptedCloud.page(of: images, first: imsFirst) }
            let own = ScriptedCloud.image(1, #""owner":"p1","visibility":"private","__imagetype":"private""#)
            let gold = ScriptedCloud.image(2, #""owner":"h","visibility":"public","__imagetype":"gold""#)
            let accepted = ScriptedCloud.image(3, #""owner":"p2","visibility":"shared","__imagetype":"shared""#)
            let pending = ScriptedCloud.image(4, #""owner":"p3","visibility":"shared","__imagetype":"shared""#)
            let market = ScriptedCloud.image(5, #""owner":"m","visibility":"public","__imagetype":"market""#)
            if target.contains("marker=") { return page([]) }
            if target.contains("owner=p1") { return page([own]) }
            if target.contains("__imagetype=gold") { return page([gold]) }
            if target.contains("__imagetype=market") { return page([market]) }
            if target.contains("member_status=accepted") { return page([accepted]) }
            if target.contains("member_status=pending") { return page([pending]) }
            if target.contains("member_status=rejected") { return page([]) }
            return page([market, gold])
        }
        state.login = { ScriptedCloud.token("token-\($0)", role: "te_admin") }
    }

    private let kinds = [
        #"{image_type="gold",status="active",visibility="public"} 1"#,
        #"{image_type="private",status="active",visibility="private"} 1"#,
        #"{image_type="shared",status="active",visibility="shared"} 1"#,
    ]

    @Test(arguments: [DialectChoice.auto, .ims])
    func imsIsWalkedByItsKinds(choice: DialectChoice) async {
        let bench = Bench(.with(choice))
        bench.cloud.script(Self.ims)
        await bench.poller.poll()
        #expect(bench.samples("glance_images_by_image_type") == kinds)
        #expect(
            bench.samples("glance_images_by_member_status") == [
                #"{member_status="pending"} 1"#, #"{member_status="accepted"} 1"#, #"{member_status="rejected"} 0"#,
            ])
        #expect(bench.samples("glance_cloud_info").first?.contains(#"dialect="ims""#) == true)
        #expect(bench.cloud.log.prefix(2) == ["login", Self.evidence])
        #expect(!bench.cloud.log.contains { $0.contains("market") })
    }

    @Test func marketImagesAreWalkedOnRequest() async {
        let bench = Bench(.with(.ims, market: true))
        bench.cloud.script(Self.ims)
        await bench.poller.poll()
        let market = #"{image_type="market",status="active",visibility="public"} 1"#
        #expect(bench.samples("glance_images_by_image_type") == [kinds[0], market] + kinds[1...])
    }

    @Test func theDialectIsAskedForOnce() async {
        let bench = Bench(.with(.auto))
        bench.cloud.script(Self.ims)
        for _ in 0..<3 { await bench.poller.poll() }
        #expect(bench.cloud.log.filter { $0 == Self.evidence }.count == 1)
        #expect(bench.value(#"glance_polls_total{cloud="c"}"#) == "3")
    }

    @Test func autoFindsStockGlance() async {
        let bench = Bench(.with(.auto))
        bench.cloud.script { state in
            state.list = { _, _ in
                ScriptedCloud.page(of: [
                    ScriptedCloud.image(1, #""visibility":"public","os_hash_algo":null,"__imagetype":"gold""#)
                ])
            }
        }
        await bench.poller.poll()
        #expect(bench.cloud.log.count == 4)
        #expect(bench.cloud.log.suffix(2).allSatisfy { $0.contains("visibility=all") })
        #expect(bench.samples("glance_cloud_info").first?.contains(#"dialect="glance""#) == true)
    }

    @Test func anEmptyCatalogueIsNoEvidenceAndIsAskedAgain() async {
        let bench = Bench(.with(.auto))
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.page(of: []) } }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        bench.cloud.script(Self.ims)
        await bench.poller.poll()
        #expect(bench.cloud.log.filter { $0 == Self.evidence }.count == 2)
        #expect(bench.samples("glance_images_by_image_type") == kinds)
    }

    @Test func imsOnAServerWithoutAnySignOfItIsTheWrongDialect() async {
        let bench = Bench(.with(.ims))
        bench.cloud.script { state in
            state.list = { _, _ in
                ScriptedCloud.page(of: [ScriptedCloud.image(1, #""visibility":"public","os_hash_algo":"sha512""#)])
            }
        }
        for polls in 1...2 {
            await bench.poller.poll()
            #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="wrong_dialect"} \#(polls)"#])
        }
        #expect(!bench.exposition.contains { $0.hasPrefix("glance_images{") })
        // The server was exchanged.
        bench.cloud.script(Self.ims)
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
    }

    @Test func theLaterListIsAskedWhereItIsSet() async {
        let bench = Bench(.with(.auto, .cloudimages))
        bench.cloud.script(Self.ims)
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(bench.cloud.log.dropFirst().allSatisfy { $0.hasPrefix("/v2/cloudimages?") })
    }
}
