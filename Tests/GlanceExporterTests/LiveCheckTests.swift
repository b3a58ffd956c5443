import ImageAPI
import Settings
import Testing

@testable import GlanceExporter

@Suite struct LiveCheckTests {
    private static let stuck = "00000000-0000-4000-8000-00000000000"

    private func outcome(
        _ dialect: DialectChoice, _ list: @escaping @Sendable (String, String) -> ScriptedCloud.Answer
    ) async -> (lines: [String], log: [String]) {
        let bench = Bench(.with(dialect))
        bench.cloud.script { $0.list = list }
        do throws(PollFailure) {
            let lines = try await LiveCheck(watched: bench.poller.watched, access: bench.poller.access).lines()
            return (lines, bench.cloud.log)
        } catch {
            return (["\(error.reason.rawValue)"], bench.cloud.log)
        }
    }

    private static func queued(_ number: Int, _ day: Int) -> String {
        #"{"id":"\#(stuck)\#(number)","status":"queued","updated_at":"2026-01-0\#(day)T00:00:00Z","os_hash_algo":null}"#
    }

    @Test func theOldestOfEachStatusAreNamed() async {
        let (lines, log) = await outcome(.auto) { target, _ in
            guard target.contains("status=queued") else { return ScriptedCloud.page(of: [Self.queued(9, 1)]) }
            return ScriptedCloud.page(
                of: target.contains("os_hidden=true") ? [Self.queued(3, 2)] : [Self.queued(1, 1), Self.queued(2, 3)])
        }
        #expect(
            lines == [
                "logged in with password, scope admin of project p1",
                "image API http://glance.test/image/v2/images answers as glance",
                "queued \(Self.stuck)1 unchanged since 2026-01-01T00:00:00Z",
                "queued \(Self.stuck)3 unchanged since 2026-01-02T00:00:00Z",
                "queued \(Self.stuck)2 unchanged since 2026-01-03T00:00:00Z",
            ])
        #expect(log.count == 12)
    }

    @Test func imsIsAskedInItsWords() async {
        let (lines, log) = await outcome(.auto) { _, _ in
            ScriptedCloud.page(of: [], first: "/v2/images?__isregistered=true")
        }
        #expect(lines.last == "image API http://glance.test/image/v2/images answers as ims")
        #expect(
            log.contains("/v2/images?limit=20&status=saving&owner=p1&sort_key=created_at&sort_dir=asc"))
    }

    @Test func theWrongDialectFails() async {
        #expect(await outcome(.ims) { _, _ in ScriptedCloud.page(of: []) }.lines == ["wrong_dialect"])
    }

    @Test func aRefusalFails() async {
        #expect(await outcome(.auto) { _, _ in ScriptedCloud.refusal(403) }.lines == ["forbidden"])
    }
}
