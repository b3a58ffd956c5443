import Catalogue
import Metrics
import Testing

@testable import GlanceExporter
@testable import Settings

/// Families that are shown on request alone: by owner, and those of openstack-exporter.
@Suite struct OptInPollTests {
    private static func image(_ number: Int, _ more: String) -> String {
        ScriptedCloud.image(number, #""visibility":"public",\#(more)"#)
    }

    private static let images = [
        image(1, #""owner":"p1","name":"one","size":10"#), image(2, #""owner":"p1","name":"two","size":5"#),
        image(3, #""owner":"p2","name":"three","size":7,"status":"queued""#),
        image(4, #""owner":null,"name":null,"size":null"#),
    ]

    private func bench(
        _ images: [String] = images, hidden: [String] = [], labels: Int = 100,
        kept: KeptDetails = KeptDetails(owners: true), isCompatible: Bool = false
    ) -> Bench {
        let bench = Bench(maxLabelValues: labels, kept: kept, isCompatible: isCompatible)
        bench.cloud.script { state in
            state.list = { target, _ in
                ScriptedCloud.page(of: target.contains("os_hidden=true") ? hidden : images)
            }
            state.projects = {
                ScriptedCloud.text(#"{"projects":[{"id":"p1","name":"eins"},{"id":"p2","name":"zwei"},{"id":7}]}"#)
            }
        }
        return bench
    }

    private func owners(_ bench: Bench) -> [String] { bench.samples("glance_images_by_owner") }

    /// Through pages, the catalogue and the board.
    @Test func whatTheConfigurationAsksForIsShown() async {
        var families = ConfiguredFamilies()
        families.aggregates = [
            Aggregate(
                "images_by_use", help: "By use.", labels: [Aggregate.Label("use", .properties(["os_purpose"]))],
                conditions: [Aggregate.Condition(.visibility, ["public"])])
        ]
        families.requiredProperties = ["os_purpose", "owner"]
        let bench = Bench(families: families)
        bench.cloud.script { state in
            state.list = { target, _ in
                ScriptedCloud.page(
                    of: target.contains("os_hidden=true")
                        ? [] : [Self.image(1, #""os_purpose":"gpu""#), Self.image(2, #""os_purpose":["x"]"#)])
            }
        }
        await bench.poller.poll()
        #expect(bench.samples("images_by_use") == [#"{use="gpu"} 1"#, #"{use="unknown"} 1"#])
        #expect(
            bench.samples("glance_images_without_required_property") == [
                #"{property="os_purpose"} 0"#, #"{property="owner"} 2"#,
            ])
        #expect(bench.value(#"glance_image_attribute_anomalies{cloud="c",attribute="property"}"#) == "1")
        bench.elapsed.advance(.seconds(780))
        #expect(bench.samples("images_by_use").isEmpty)
    }

    @Test func nothingOfThemIsShownUnasked() async {
        let bench = bench(kept: KeptDetails())
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(!bench.exposition.contains { $0.contains("openstack_") || $0.contains("by_owner") })
        #expect(!bench.exposition.contains { $0.contains("part=\"names\"") || $0.contains("project_id\"") })
    }

    @Test func imagesAreCountedByOwnerWithTheProjectsName() async {
        let bench = bench()
        await bench.poller.poll()
        #expect(
            owners(bench) == [
                #"{project_id="p1",project="eins",status="active"} 2"#,
                #"{project_id="p2",project="zwei",status="queued"} 1"#,
                #"{project_id="unknown",project="unknown",status="active"} 1"#,
            ])
        #expect(
            bench.samples("glance_image_size_bytes_by_owner") == [
                #"{project_id="p1",project="eins",status="active"} 15"#,
                #"{project_id="p2",project="zwei",status="queued"} 7"#,
                #"{project_id="unknown",project="unknown",status="active"} 0"#,
            ])
        #expect(bench.value(#"glance_label_values_over_limit{cloud="c",label="project_id"}"#) == "0")
    }

    @Test func theOwnersWithTheFewestImagesAreFolded() async {
        let bench = bench(labels: 1)
        await bench.poller.poll()
        #expect(
            owners(bench) == [
                #"{project_id="p1",project="eins",status="active"} 2"#,
                #"{project_id="_other",project="_other",status="queued"} 1"#,
                #"{project_id="_other",project="_other",status="active"} 1"#,
            ])
        #expect(bench.value(#"glance_label_values_over_limit{cloud="c",label="project_id"}"#) == "2")
    }

    /// What a broken page or a gone image brought is not counted.
    @Test func theNextPollCountsAnew() async {
        let bench = bench()
        await bench.poller.poll()
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.page(of: [Self.images[2]]) } }
        await bench.poller.poll()
        #expect(owners(bench) == [#"{project_id="p2",project="zwei",status="queued"} 1"#])
    }

    @Test func aMemberKnowsItsOwnProjectsName() async {
        let bench = bench()
        bench.cloud.script { state in
            state.login = { ScriptedCloud.token("token-\($0)", role: "member") }
            state.projects = { ScriptedCloud.text("not to be asked") }
        }
        await bench.poller.poll()
        #expect(owners(bench).first == #"{project_id="p1",project="own",status="active"} 2"#)
        #expect(owners(bench).dropFirst().first == #"{project_id="p2",project="unknown",status="queued"} 1"#)
    }

    @Test func withoutTheRightToAskNamesAreUnknown() async {
        let bench = bench()
        bench.cloud.script { $0.projects = { ScriptedCloud.refusal(403) } }
        await bench.poller.poll()
        #expect(owners(bench).count == 3)
        #expect(!bench.exposition.contains { $0.contains("part=\"names\"") && !$0.hasSuffix(" 0") })
    }

    @Test func theFailureOfNamesFailsNothingElse() async {
        let bench = bench()
        bench.cloud.script { $0.projects = { ScriptedCloud.text("<html>") } }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(owners(bench).first == #"{project_id="p1",project="unknown",status="active"} 2"#)
        let failures = #"glance_poll_optional_failures_total{cloud="c",part="names",reason="malformed"}"#
        #expect(bench.value(failures) == "1")
        bench.cloud.script { $0.projects = { ScriptedCloud.refusal(503) } }
        await bench.poller.poll()
        #expect(bench.logged.lines.withLock { $0.contains { $0.contains("identity answered 503") } })
    }

    /// Of those on their way, the oldest; an image whose time is not known is none of them.
    @Test func theOldestStuckImagesAreNamed() async {
        func image(_ number: Int, _ status: String, _ day: String?) -> String {
            let updated = day.map { #","updated_at":"2026-01-\#($0)T00:00:00Z""# } ?? ""
            return #"{"id":"\#(ScriptedCloud.id(number))","status":"\#(status)","visibility":"private"\#(updated)}"#
        }
        let images = [
            image(1, "queued", "03"), image(2, "active", "01"), image(3, "saving", "02"), image(4, "queued", nil),
            image(5, "pending_delete", "02"), image(6, "importing", "04"),
        ]
        let bench = bench(images, kept: KeptDetails(stuck: 3))
        await bench.poller.poll()
        #expect(
            bench.samples("glance_stuck_image_updated_timestamp_seconds") == [
                #"{id="\#(ScriptedCloud.id(3))",status="saving"} 1767312000"#,
                #"{id="\#(ScriptedCloud.id(5))",status="pending_delete"} 1767312000"#,
                #"{id="\#(ScriptedCloud.id(1))",status="queued"} 1767398400"#,
            ])
    }

    // MARK: The leader's families

    private static let listed = [
        image(1, #""owner":"p1","name":"a \"b\"","size":10"#),
        image(2, #""owner":"p2","name":"two","visibility":"community""#),
        image(3, #""owner":"p1","name":"three","visibility":"community","size":3"#),
    ]
    private static let hidden = [image(4, #""owner":"p1","name":"four","os_hidden":true"#)]

    @Test func theLeadersFamiliesHaveItsNamesAndItsList() async {
        let bench = bench(Self.listed, hidden: Self.hidden, kept: KeptDetails(images: 4), isCompatible: true)
        #expect(bench.value(#"openstack_glance_up{cloud="c"}"#) == "0")
        await bench.poller.poll()
        #expect(bench.value(#"openstack_glance_up{cloud="c"}"#) == "1")
        #expect(bench.value(#"openstack_glance_images{cloud="c"}"#) == "2")
        let (one, three) = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000003")
        #expect(
            bench.samples("openstack_glance_image_bytes") == [
                #"{id="\#(one)",name="a \"b\"",tenant_id="p1"} 10"#, #"{id="\#(three)",name="three",tenant_id="p1"} 3"#,
            ])
        #expect(
            bench.samples("openstack_glance_image_created_at").last
                == #"{id="\#(three)",name="three",tenant_id="p1",visibility="community",hidden="false","#
                + #"status="active"} 1767225600"#)
    }

    @Test func withoutPerImageThereAreNoSeriesOfEachImage() async {
        let bench = bench(Self.listed, kept: KeptDetails(), isCompatible: true)
        await bench.poller.poll()
        #expect(bench.value(#"openstack_glance_images{cloud="c"}"#) == "2")
        #expect(!bench.exposition.contains { $0.contains("openstack_glance_image_") })
    }

    /// Four images are held: one less is allowed and told, as many are shown.
    @Test(arguments: [(3, false), (4, true)])
    func aboveTheLimitTheyAreAbsentAndAWarningSaysSo(limit: Int, isShown: Bool) async {
        let bench = bench(Self.listed, hidden: Self.hidden, kept: KeptDetails(images: limit), isCompatible: true)
        await bench.poller.poll()
        #expect(bench.samples("openstack_glance_image_bytes").isEmpty != isShown)
        let warnings = bench.logged.lines.withLock { $0.filter { $0.contains("per_image_limit") } }
        #expect(warnings.isEmpty == isShown)
        #expect(bench.value(#"openstack_glance_images{cloud="c"}"#) == "2")
    }
}
