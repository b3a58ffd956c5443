import Settings
import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct PollerTests {
    private static let visible = "visibility=all&os_hidden=false"
    private static let active = #"glance_images{cloud="c",status="active",visibility="public"}"#

    private func twoPages(_ state: inout ScriptedCloud.State) {
        state.list = { target, _ in
            if target.contains("os_hidden=true") { return ScriptedCloud.page([]) }
            if target.contains("marker=") { return ScriptedCloud.page([(3, "active")]) }
            return ScriptedCloud.page(
                [(1, "active"), (2, "queued")],
                next: "/v2/images?visibility=all&os_hidden=false&marker=\(ScriptedCloud.id(2))")
        }
    }

    @Test func beforeTheFirstPollNothingOfTheCatalogueIsShown() {
        let bench = Bench()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "0")
        #expect(!bench.exposition.contains { $0.hasPrefix("glance_images{") })
    }

    @Test func aWholePollIsPublished() async {
        let bench = Bench()
        bench.cloud.script(twoPages)
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(bench.value(Self.active) == "2")
        #expect(bench.value(#"glance_images{cloud="c",status="queued",visibility="public"}"#) == "1")
        #expect(bench.value(#"glance_poll_pages{cloud="c"}"#) == "3")
        #expect(bench.failures == [])
    }

    @Test func theCloudsOwnLabelsStandOnEverySample() async {
        let bench = Bench(labels: [ConstantLabel("dc", "\"x\""), ConstantLabel("team", "images")])
        bench.cloud.script(twoPages)
        #expect(bench.value(#"glance_up{cloud="c",dc="\"x\"",team="images"}"#) == "0")
        await bench.poller.poll()
        let samples = bench.exposition.filter { !$0.hasPrefix("#") }
        #expect(samples.count > 50)
        #expect(samples.allSatisfy { $0.contains(#"{cloud="c",dc="\"x\"",team="images""#) })
    }

    @Test func a401InMidWalkCostsOneLoginAndGoesOnFromTheSamePage() async {
        let bench = Bench()
        bench.cloud.script { state in
            self.twoPages(&state)
            let pages = state.list
            state.list = { target, token in
                if target.contains("marker="), token == "token-1" { return ScriptedCloud.refusal(401) }
                return pages(target, token)
            }
        }
        await bench.poller.poll()
        #expect(bench.value(Self.active) == "2")
        let log = bench.cloud.log
        #expect(log.filter { $0 == "login" }.count == 2)
        #expect(log.filter { $0.contains("marker=") }.count == 2)
        #expect(log.filter { $0.contains("os_hidden=false") && !$0.contains("marker=") }.count == 1)
    }

    @Test func aFreshTokenThatIsRefusedIsUnauthorized() async {
        let bench = Bench()
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(401) } }
        await bench.poller.poll()
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="unauthorized"} 1"#])
        #expect(bench.cloud.log.filter { $0 == "login" }.count == 2)
    }

    @Test(arguments: [
        (403, "forbidden"), (404, "not_found"), (400, "bad_request"), (500, "server_error"), (429, "rate_limited"),
        (300, "unexpected_status"),
    ])
    func aRefusedFirstPageIsNamed(status: Int, reason: String) async {
        let bench = Bench()
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(status) } }
        await bench.poller.poll()
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="\#(reason)"} 1"#])
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "0")
    }

    @Test func aFailedPollKeepsTheLastWholeResultUntilItsAge() async {
        let bench = Bench()
        bench.cloud.script(twoPages)
        await bench.poller.poll()
        bench.cloud.script { state in
            state.list = { target, _ in
                target.contains("os_hidden=true")
                    ? ScriptedCloud.text(#"{"images":[{"id":"#) : ScriptedCloud.page([(9, "killed")])
            }
        }
        bench.elapsed.advance(.seconds(60))
        await bench.poller.poll()
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="malformed"} 1"#])
        #expect(bench.value(Self.active) == "2")
        #expect(bench.value(#"glance_images{cloud="c",status="killed",visibility="public"}"#) == "0")
        bench.elapsed.advance(.seconds(719))
        #expect(bench.value(Self.active) == "2")
        bench.elapsed.advance(.seconds(1))
        #expect(bench.value(Self.active) == nil)
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "0")
        bench.cloud.script(twoPages)
        await bench.poller.poll()
        #expect(bench.value(Self.active) == "2")
    }

    @Test(arguments: [1, 2, 3])
    func aLostMarkerRestartsTheWalkAtMostTwice(losses: Int) async {
        let bench = Bench()
        let counter = Counter(losses)
        bench.cloud.script { state in
            self.twoPages(&state)
            let pages = state.list
            state.list = { target, token in
                if target.contains("marker="), counter.countDown() { return ScriptedCloud.refusal(404) }
                return pages(target, token)
            }
        }
        await bench.poller.poll()
        let isWhole = losses <= 2
        #expect(bench.value(#"glance_up{cloud="c"}"#) == (isWhole ? "1" : "0"))
        #expect(bench.value(Self.active) == (isWhole ? "2" : nil))
        #expect(bench.failures == (isWhole ? [] : [#"glance_poll_failures_total{cloud="c",reason="not_found"} 1"#]))
    }

    @Test func aPollThatTakesTooLongIsATimeout() async {
        let bench = Bench(timeout: .milliseconds(1))
        bench.cloud.script { state in
            state.gate = { try await Task.sleep(for: .seconds(3600)) }
        }
        await bench.poller.poll()
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="timeout"} 1"#])
    }

    @Test func aCancelledPollPublishesAndLogsNothing() async {
        let bench = Bench()
        let (entered, entry) = AsyncStream.makeStream(of: Void.self)
        bench.cloud.script { state in
            state.gate = {
                entry.yield()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        let task = Task { await bench.poller.poll() }
        var entries = entered.makeAsyncIterator()
        await entries.next()
        task.cancel()
        await task.value
        #expect(bench.failures == [])
        #expect(bench.logged.lines.withLock { $0 } == [])
    }

    @Test func aFailureIsLoggedOnceWithItsReasonAndNoSecret() async {
        let bench = Bench()
        bench.cloud.script { $0.login = { _ in ScriptedCloud.refusal(401) } }
        await bench.poller.poll()
        let lines = bench.logged.lines.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("level=warn msg=\"poll failed\" cloud=c") == true)
        #expect(lines.first?.contains("reason=unauthorized") == true)
        #expect(!lines.joined().contains("s3cret"))
    }

    /// True so many times, then false.
    private final class Counter: Sendable {
        private let left: Mutex<Int>
        init(_ times: Int) { left = Mutex(times) }
        func countDown() -> Bool {
            left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }
}
