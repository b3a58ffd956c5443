import TestSupport
import Testing

@testable import GlanceExporter

/// Polls that scrapes ask for.
@Suite struct SharedPollTests {
    /// A cloud that answers a list request only when it is told to.
    private final class Held: Sendable {
        let bench = Bench()
        let shared: SharedPoll
        /// Opened when the deadline passes.
        let deadline = Gate()
        private let entries: AsyncStream<CheckedContinuation<Void, any Error>>
        let cancelled: AsyncStream<Void>

        init() {
            let (entries, entry) = AsyncStream.makeStream(of: CheckedContinuation<Void, any Error>.self)
            let (cancelled, cancellation) = AsyncStream.makeStream(of: Void.self)
            self.entries = entries
            self.cancelled = cancelled
            bench.cloud.script { state in
                state.gate = {
                    try await withTaskCancellationHandler {
                        try await withCheckedThrowingContinuation { entry.yield($0) }
                    } onCancel: {
                        cancellation.yield()
                    }
                }
                state.list = { target, _ in ScriptedCloud.page(target.contains("true") ? [] : [(1, "active")]) }
            }
            var clocks = Clocks.system
            clocks.sleep = { [deadline] _ in await deadline.passed() }
            shared = SharedPoll(bench.poller, clocks: clocks)
        }

        /// The next list request that waits.
        func request() async -> CheckedContinuation<Void, any Error>? {
            for await entry in entries { return entry }
            return nil
        }

        /// Waits until so many scrapes wait.
        func waiting(_ count: Int) async {
            while await shared.waiting != count { await Task.yield() }
        }
    }

    private let soon = ContinuousClock.now

    @Test func scrapesAtTheSameTimeShareOnePoll() async {
        let held = Held()
        let scrapes = (0..<5).map { _ in Task { await held.shared.join(until: nil) } }
        await held.waiting(5)
        await held.request()?.resume()
        await held.request()?.resume()
        for scrape in scrapes { await scrape.value }
        #expect(held.bench.value(#"glance_polls_total{cloud="c"}"#) == "1")
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(await held.shared.waiting == 0)
    }

    @Test func aScrapeAfterThePollBeginsAnother() async {
        let held = Held()
        for polls in 1...2 {
            let scrape = Task { await held.shared.join(until: nil) }
            await held.request()?.resume()
            await held.request()?.resume()
            await scrape.value
            #expect(held.bench.value(#"glance_polls_total{cloud="c"}"#) == "\(polls)")
        }
    }

    @Test func aScraperThatHangsUpCancelsNothingThatOthersWaitFor() async {
        let held = Held()
        let stays = Task { await held.shared.join(until: nil) }
        let leaves = Task { await held.shared.join(until: nil) }
        await held.waiting(2)
        leaves.cancel()
        await leaves.value
        #expect(await held.shared.waiting == 1)
        await held.request()?.resume()
        await held.request()?.resume()
        await stays.value
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(held.bench.failures == [])
    }

    @Test func theLastScraperToHangUpLeavesNothingRunning() async {
        let held = Held()
        let scrape = Task { await held.shared.join(until: nil) }
        let request = await held.request()
        scrape.cancel()
        await scrape.value
        for await _ in held.cancelled { break }
        request?.resume(throwing: CancellationError())
        #expect(held.bench.failures == [#"glance_poll_failures_total{cloud="c",reason="cancelled"} 1"#])
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "0")
        // The next one is not held up by what was cancelled.
        let next = Task { await held.shared.join(until: nil) }
        await held.request()?.resume()
        await held.request()?.resume()
        await next.value
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "1")
    }

    @Test func atTheDeadlineTheScrapeIsAnsweredWithWhatIsKnown() async {
        let held = Held()
        let first = Task { await held.shared.join(until: nil) }
        await held.request()?.resume()
        await held.request()?.resume()
        await first.value
        let late = Task { await held.shared.join(until: soon) }
        let request = await held.request()
        held.deadline.open()
        await late.value
        for await _ in held.cancelled { break }
        request?.resume(throwing: CancellationError())
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "0")
        #expect(held.bench.failures == [#"glance_poll_failures_total{cloud="c",reason="timeout"} 1"#])
        #expect(held.bench.value(#"glance_images{cloud="c",status="active",visibility="public"}"#) == "1")
    }

    @Test func aScrapeThatIsLateLeavesThePollToTheOthers() async {
        let held = Held()
        let first = Task { await held.shared.join(until: nil) }
        await held.request()?.resume()
        await held.request()?.resume()
        await first.value
        let patient = Task { await held.shared.join(until: nil) }
        await held.waiting(1)
        let request = await held.request()
        held.deadline.open()
        await held.shared.join(until: soon)
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "0")
        #expect(held.bench.failures == [])
        request?.resume()
        await held.request()?.resume()
        await patient.value
        #expect(held.bench.value(#"glance_up{cloud="c"}"#) == "1")
        #expect(held.bench.value(#"glance_polls_total{cloud="c"}"#) == "2")
    }
}
