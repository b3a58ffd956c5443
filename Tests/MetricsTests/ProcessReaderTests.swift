import Synchronization
import Testing

@testable import Metrics

@Suite struct ProcessReaderTests {
    /// A tenth of a second apart at least, whoever asks and however often.
    @Test func theSystemIsAskedTenTimesASecondAtMost() {
        let reads = Mutex(0)
        let time = Mutex(ContinuousClock.now)
        let source = ProcessSource(
            text: { path in
                if path == "/proc/self/stat" { reads.withLock { $0 += 1 } }
                return nil
            }, entries: { _ in nil }, pageBytes: 4096, ticksPerSecond: 100)
        let reader = ProcessReader(source, now: { time.withLock { $0 } })
        var counts: [Int] = []
        for milliseconds in [0, 0, 99, 1, 99, 1] {
            time.withLock { $0 += .milliseconds(milliseconds) }
            #expect(reader.figures() == nil)
            counts.append(reads.withLock { $0 })
        }
        #expect(counts == [1, 1, 1, 2, 2, 3])
    }

    @Test func itTellsOfThisProcess() throws {
        let figures = try #require(ProcessReader().figures())
        #expect(figures.residentBytes > 1 << 20)
    }
}
