import CMalloc
import Synchronization

/// The settings of glibc's allocator, which by itself keeps what many clouds' polls have freed.
enum Allocator {
    /// From this size on a block is given back to the system when it is freed; glibc would raise it with each such block.
    /// In bytes.
    static let threshold: Int32 = 512 << 10

    /// To be called before the first thread starts: one arena, as each one keeps its own free memory.
    static func keepLittle() {
        _ = mallopt(M_ARENA_MAX, 1)
        _ = mallopt(M_MMAP_THRESHOLD, threshold)
        _ = mallopt(M_TRIM_THRESHOLD, threshold)
    }

    /// Between two times that all free memory is given back.
    private static let pause = Duration.seconds(30)
    private static let last = Mutex(ContinuousClock.now - pause)

    /// Gives back what lies free between blocks in use, which the thresholds do not reach: what a poll or many slow scrapers
    /// have left. Takes some milliseconds, and does nothing where it was done within half a minute.
    static func giveBack() {
        let isDue = last.withLock { last in
            let now = ContinuousClock.now
            guard now >= last + pause else { return false }
            last = now
            return true
        }
        if isDue { _ = malloc_trim(0) }
    }
}
