import Testing

@testable import GlanceExporter

/// Shares that are not accepted: an optional part of a poll.
@Suite struct SharesPollTests {
    private static func image(_ number: Int, owner: String, _ visibility: String = "shared") -> String {
        ScriptedCloud.image(number, #""owner":"\#(owner)","visibility":"\#(visibility)""#)
    }

    /// Stock Glance: its listing of shares holds the project's own images of visibility shared whatever the status.
    private static func glance(
        _ pending: [String], _ rejected: [String], main: [String] = [image(1, owner: "p1"), image(2, owner: "p2")]
    ) -> @Sendable (inout ScriptedCloud.State) -> Void {
        { state in
            state.login = { ScriptedCloud.token("token-\($0)", role: "member") }
            state.list = { target, _ in
                let isHidden = target.contains("os_hidden=true")
                if target.contains("member_status=pending") {
                    return ScriptedCloud.page(of: isHidden ? [] : [image(1, owner: "p1")] + pending)
                }
                if target.contains("member_status=rejected") {
                    return ScriptedCloud.page(of: isHidden ? rejected : [image(1, owner: "p1")])
                }
                return ScriptedCloud.page(of: isHidden ? [] : main)
            }
        }
    }

    private func shares(_ bench: Bench) -> [String] {
        bench.samples("glance_images_by_member_status").compactMap { $0.split(separator: " ").last.map(String.init) }
    }

    private func sharesAsked(_ bench: Bench) -> Int { bench.cloud.log.filter { $0.contains("member_status") }.count }

    private static let two = [image(7, owner: "p3"), image(8, owner: "p4")]

    @Test func aMemberSeesPendingAcceptedAndRejected() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, [Self.image(9, owner: "p3")]))
        await bench.poller.poll()
        #expect(shares(bench) == ["2", "1", "1"])
        // The shares are in no other family.
        #expect(bench.value(#"glance_images{cloud="c",status="active",visibility="shared"}"#) == "2")
    }

    @Test func theyAreAskedForAtMostEveryTenMinutes() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, []))
        await bench.poller.poll()
        #expect(sharesAsked(bench) == 4)
        bench.cloud.script(Self.glance([], Self.two))
        bench.elapsed.advance(.seconds(599))
        await bench.poller.poll()
        #expect(sharesAsked(bench) == 4)
        #expect(shares(bench) == ["2", "1", "0"])
        bench.elapsed.advance(.seconds(1))
        await bench.poller.poll()
        #expect(sharesAsked(bench) == 8)
        #expect(shares(bench) == ["0", "1", "2"])
    }

    @Test func anAdministratorIsNotAsked() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, []))
        bench.cloud.script { $0.login = { ScriptedCloud.token("token-\($0)", role: "Admin") } }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(sharesAsked(bench) == 0)
        #expect(shares(bench).isEmpty)
    }

    @Test func aRoleThatSeesOthersPrivateImagesIsNotAsked() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, [], main: [Self.image(1, owner: "p2", "private")]))
        await bench.poller.poll()
        #expect(sharesAsked(bench) == 0)
        #expect(shares(bench).isEmpty)
    }

    @Test func aServerThatIgnoresTheStatusIsNotReported() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, Self.two))
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(shares(bench).isEmpty)
        await bench.poller.poll()
        #expect(sharesAsked(bench) == 4)
    }

    @Test func theirFailureCostsTheirFamilyAlone() async {
        let bench = Bench()
        bench.cloud.script(Self.glance(Self.two, []))
        bench.cloud.script { state in
            let list = state.list
            state.list = { target, token in
                target.contains("member_status=rejected") ? ScriptedCloud.refusal(403) : list(target, token)
            }
        }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(bench.value(#"glance_images{cloud="c",status="active",visibility="shared"}"#) == "2")
        #expect(shares(bench).isEmpty)
        #expect(bench.failures == [])
        let counters = bench.samples("glance_poll_optional_failures_total")
        #expect(counters.filter { !$0.hasSuffix(" 0") } == [#"{part="shares",reason="forbidden"} 1"#])
        #expect(counters.count == 20)
        bench.cloud.script(Self.glance(Self.two, []))
        await bench.poller.poll()
        #expect(shares(bench) == ["2", "1", "0"])
    }
}
