import Testing

@testable import GlanceExporter

/// Quotas: an optional part of a poll.
@Suite struct QuotaPollTests {
    private static let usage =
        #"{"usage":{"image_count_total":{"usage":7,"limit":10},"image_size_total":{"usage":3,"limit":-1}}}"#

    private func quotas(_ bench: Bench) -> [String] {
        ["images", "images_limit", "bytes", "bytes_limit"].flatMap { name in
            bench.samples("glance_quota_\(name)").map { "\(name) \($0)" }
        }
    }

    @Test func whatGlanceTellsIsShown() async {
        let bench = Bench()
        bench.cloud.script { $0.quota = { _ in ScriptedCloud.text(Self.usage) } }
        await bench.poller.poll()
        #expect(
            quotas(bench) == [
                #"images {kind="image_count_total"} 7"#, #"images_limit {kind="image_count_total"} 10"#,
                #"bytes {kind="image_size_total"} 3145728"#,
            ])
    }

    @Test(arguments: [404, 403, 300])
    func aCloudWithoutThemIsNoFailureAndAskedEveryHour(status: Int) async {
        let bench = Bench()
        bench.cloud.script { $0.quota = { _ in ScriptedCloud.refusal(status) } }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(quotas(bench).isEmpty)
        #expect(bench.samples("glance_poll_optional_failures_total").isEmpty)
        bench.cloud.script { $0.quota = { _ in ScriptedCloud.text(Self.usage) } }
        bench.elapsed.advance(.seconds(3599))
        await bench.poller.poll()
        #expect(quotas(bench).isEmpty)
        bench.elapsed.advance(.seconds(1))
        await bench.poller.poll()
        #expect(quotas(bench).count == 3)
    }

    @Test func theirFailureCostsTheirFamiliesAlone() async {
        let bench = Bench()
        bench.cloud.script { $0.quota = { _ in ScriptedCloud.text("<html>") } }
        await bench.poller.poll()
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(quotas(bench).isEmpty)
        let counters = bench.samples("glance_poll_optional_failures_total").filter { !$0.hasSuffix(" 0") }
        #expect(counters == [#"{part="quota",reason="malformed"} 1"#])
    }
}
