import Exposition
import Metrics
import ScrapeServer
import Synchronization
import Testing

@testable import GlanceExporter

@Suite struct BoardTests {
    private func notice(_ text: String, expiry: ContinuousClock.Instant?) -> Board.Notice {
        let lines = [UInt8]("\(text)\n".utf8)
        return Board.Notice(
            catalogue: [[UInt8]](repeating: lines, count: CatalogueFamilies.all.count),
            polling: [[UInt8]](repeating: [], count: PollFamilies.all.count), expiry: expiry,
            row: LandingRow(cloud: text, state: .up, lastSuccess: 1, figures: .init(images: 1)))
    }

    @Test func eachCloudExpiresAtItsOwnMoment() {
        let origin = ContinuousClock.now
        let clock = Elapsed()
        let board = Board(now: { origin + clock.value.withLock { $0 } })
        board.publish("a", notice("line-of-a", expiry: origin + .seconds(10)))
        board.publish("b", notice("line-of-b", expiry: origin + .seconds(20)))
        func shown() -> [Bool] {
            let text = String(decoding: board.answer(ExpositionRequest(), tail: []).whole, as: UTF8.self)
            return ["line-of-a", "line-of-b"].map(text.contains)
        }
        #expect(shown() == [true, true])
        clock.value.withLock { $0 = .milliseconds(9999) }
        #expect(shown() == [true, true])
        clock.value.withLock { $0 = .seconds(10) }
        #expect(shown() == [false, true])
        clock.value.withLock { $0 = .seconds(20) }
        #expect(shown() == [false, false])
        #expect(board.rows().map(\.figures) == [nil, nil])
    }

    private final class Elapsed: Sendable {
        let value = Mutex(Duration.zero)
    }
}
