import HTTPClient
import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct PacedSenderTests {
    private struct Answering: RequestSender {
        func send(_ request: Request) async throws(TransferError) -> Response { Response(status: 200, body: Body([])) }
    }

    /// Clocks whose pauses pass at once, and what was waited for since the start.
    private func clocks(_ waits: Mutexed<[Duration]>, _ elapsed: Mutexed<Duration>) -> Clocks {
        let origin = ContinuousClock.now
        return Clocks(
            wall: { 0 }, monotonic: { origin + elapsed.value },
            sleep: { moment in waits.change { $0.append(moment - origin) } })
    }

    private final class Mutexed<Value: Sendable>: Sendable {
        private let mutex: Mutex<Value>
        init(_ value: Value) { mutex = Mutex(value) }
        var value: Value { mutex.withLock { $0 } }
        func change(_ change: (inout sending Value) -> Void) { mutex.withLock { change(&$0) } }
    }

    @Test func requestsAreSpacedByTheRate() async throws {
        let (waits, elapsed) = (Mutexed<[Duration]>([]), Mutexed(Duration.zero))
        let sender = PacedSender(Answering(), rate: 4, clocks: clocks(waits, elapsed))
        let request = Request(.list, .get, "http://h")
        for _ in 0..<3 { _ = try await sender.send(request) }
        #expect(waits.value == [.milliseconds(250), .milliseconds(500)])
        // What was not used is not saved up.
        elapsed.change { $0 = .seconds(10) }
        for _ in 0..<2 { _ = try await sender.send(request) }
        #expect(waits.value.dropFirst(2) == [.milliseconds(10_250)])
    }

    @Test func aCancelledPauseIsACancelledRequest() async throws {
        var clocks = Clocks.system
        clocks.sleep = { _ in throw CancellationError() }
        let sender = PacedSender(Answering(), rate: 0.01, clocks: clocks)
        _ = try await sender.send(Request(.list, .get, "http://h"))
        let error = await #expect(throws: TransferError.self) {
            try await sender.send(Request(.list, .get, "http://h"))
        }
        #expect(error?.kind == .cancelled)
    }
}
