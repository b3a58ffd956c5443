import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

@Suite struct RetryingSenderTests {
    typealias Outcome = Result<Response, TransferError>

    /// Gives one outcome after the other, the last one for ever.
    final class Script: RequestSender {
        private let outcomes: [Outcome]
        private let count = Mutex(0)

        init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

        var sent: Int { count.withLock { $0 } }

        func send(_ request: Request) async throws(TransferError) -> Response {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return try outcomes[min(number, outcomes.count) - 1].get()
        }
    }

    private static func status(_ status: Int, _ retryAfter: String? = nil) -> Outcome {
        .success(
            Response(status: status, headers: retryAfter.map { [Header("retry-after", $0)] } ?? [], body: Body([])))
    }

    private static func error(_ kind: TransferError.Kind) -> Outcome { .failure(TransferError(kind, "no")) }

    /// The pauses before each retry and the status in the end, nil for a failure.
    private func run(_ outcomes: [Outcome], jitter: Double = 1) async -> (pauses: [Duration], sent: Int, status: Int?) {
        let clock = RecordingClock()
        let script = Script(outcomes)
        let sender = RetryingSender(script, clock: clock, now: { 784_111_700 }, jitter: { jitter })
        let response = try? await sender.send(Request(.list, .get, "http://a/"))
        return (clock.sleeps, script.sent, response?.status)
    }

    @Test(arguments: [429, 500, 502, 503, 504]) func aPassingStatusIsTriedAgain(_ status: Int) async {
        let (pauses, sent, last) = await run([Self.status(status), Self.status(200)])
        #expect(pauses == [.milliseconds(500)])
        #expect(sent == 2)
        #expect(last == 200)
    }

    @Test(arguments: [200, 201, 300, 301, 400, 401, 403, 404, 409, 413, 501, 505]) func anotherIsNot(_ status: Int)
        async
    {
        let (pauses, sent, last) = await run([Self.status(status), Self.status(204)])
        #expect(pauses == [])
        #expect(sent == 1)
        #expect(last == status)
    }

    @Test(arguments: TransferError.Kind.allCases) func aFailureIsTriedAgainWhereThatMayHelp(_ kind: TransferError.Kind)
        async
    {
        let (_, sent, last) = await run([Self.error(kind), Self.status(200)])
        let helps = [.dns, .connect, .timeout, .interrupted].contains(kind)
        #expect(sent == (helps ? 2 : 1))
        #expect(last == (helps ? 200 : nil))
    }

    @Test func aLastingFailureIsNotTriedAgain() async {
        let (_, sent, _) = await run([.failure(TransferError(.connect, "no", isLasting: true)), Self.status(200)])
        #expect(sent == 1)
    }

    @Test func pausesDoubleAndTheThirdRetryIsTheLast() async {
        let (pauses, sent, last) = await run([Self.error(.connect)])
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(sent == 4)
        #expect(last == nil)
    }

    @Test func jitterTakesUpToHalf() async {
        let (pauses, _, last) = await run([Self.status(503)], jitter: 0)
        #expect(pauses == [.milliseconds(250), .milliseconds(500), .seconds(1)])
        #expect(last == 503)
    }

    @Test func theServersPauseCounts() async {
        let (pauses, _, last) = await run([
            Self.status(429, "120"), Self.status(503, "Sun, 06 Nov 1994 08:48:27 GMT"), Self.status(503, "0"),
            Self.status(200),
        ])
        #expect(pauses == [.seconds(120), .seconds(7), .seconds(2)])
        #expect(last == 200)
    }

    @Test(arguments: ["121", "Sun, 06 Nov 1994 08:50:21 GMT"]) func aLongerOneEndsTheRetries(_ text: String) async {
        let (pauses, sent, last) = await run([Self.status(503, text), Self.status(200)])
        #expect(pauses == [])
        #expect(sent == 1)
        #expect(last == 503)
    }

    @Test func anUnreadableOneIsNone() async {
        let (pauses, _, _) = await run([Self.status(503, "later"), Self.status(200)])
        #expect(pauses == [.milliseconds(500)])
    }

    @Test func ourOwnPauseIsBounded() {
        var policy = RetryPolicy()
        policy.retries = 70
        let pauses = (0..<71).map { _ in policy.attemptFailed(TransferError(.dns, ""), jitter: 1) }
        #expect(pauses[5] == .retry(after: .seconds(16)))
        #expect(pauses[6...69].allSatisfy { $0 == .retry(after: .seconds(30)) })
        #expect(pauses[70] == .giveUp)
    }

    @Test func cancellingEndsThePause() async {
        let clock = ManualClock()
        let script = Script([Self.status(503)])
        let sender = RetryingSender(script, clock: clock, now: { 0 }, jitter: { 1 })
        let task = Task { () -> TransferError.Kind? in
            do throws(TransferError) {
                _ = try await sender.send(Request(.list, .get, "http://a/"))
                return nil
            } catch {
                return error.kind
            }
        }
        await clock.sleepers(1)
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(script.sent == 1)
    }
}
