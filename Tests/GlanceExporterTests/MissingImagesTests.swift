import Testing

@testable import GlanceExporter

/// Images on their way to another status that a poll did not show.
@Suite struct MissingImagesTests {
    private static let gone = #"{from="queued",to="gone"}"#
    private static let active = #"{from="queued",to="active"}"#

    private func transitions(_ bench: Bench) -> [String] {
        bench.samples("glance_image_status_transitions_total").filter { !$0.hasSuffix(" 0") }
    }

    /// Two polls, the second of which lists only the first image; `missing` is the answer about the others.
    private func bench(_ missing: @escaping @Sendable (String) -> ScriptedCloud.Answer) async -> Bench {
        let bench = Bench()
        bench.cloud.script { state in
            state.list = { target, _ in
                ScriptedCloud.page(target.contains("true") ? [] : (1...3).map { ($0, "queued") })
            }
        }
        await bench.poller.poll()
        bench.cloud.script { state in
            state.list = { target, _ in
                if target.contains("id=in") { return missing(target) }
                return ScriptedCloud.page(target.contains("true") ? [] : [(1, "queued")])
            }
        }
        await bench.poller.poll()
        return bench
    }

    @Test func theyAreAskedForByIDBeforeTheyCountAsGone() async {
        let bench = await bench { target in
            ScriptedCloud.page(target.contains("os_hidden=true") ? [(3, "active")] : [])
        }
        #expect(transitions(bench) == [Self.active + " 1", Self.gone + " 1"])
        let asked = bench.cloud.log.filter { $0.contains("id=in") }
        #expect(asked.count == 2)
        #expect(asked.allSatisfy { $0.contains("\(ScriptedCloud.id(2))%2C\(ScriptedCloud.id(3))&") })
        #expect(bench.value(#"glance_images{cloud="c",status="active",visibility="public"}"#) == "1")
    }

    @Test func aServerThatRefusesTheQuestionHasAnsweredIt() async {
        let bench = await bench { _ in ScriptedCloud.refusal(400) }
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(transitions(bench) == [Self.gone + " 2"])
    }

    @Test func withoutAnAnswerThePollIsNotWhole() async {
        let bench = await bench { _ in ScriptedCloud.refusal(500) }
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="server_error"} 1"#])
        #expect(transitions(bench) == [])
    }

    @Test func imagesThatWereActiveAreNotAskedFor() async {
        let bench = Bench()
        bench.cloud.script { $0.list = { target, _ in ScriptedCloud.page([(1, "active"), (2, "deactivated")]) } }
        await bench.poller.poll()
        bench.cloud.script { $0.list = { target, _ in ScriptedCloud.page([]) } }
        await bench.poller.poll()
        #expect(!bench.cloud.log.contains { $0.contains("id=in") })
        #expect(transitions(bench) == [#"{from="active",to="gone"} 1"#, #"{from="deactivated",to="gone"} 1"#])
    }
}
