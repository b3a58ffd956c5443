import FoundationEssentials
import Glibc

/// Where the figures of the process are read; the system's, or a test's.
package struct ProcessSource: Sendable {
    /// A file's text; nil where it cannot be read.
    package var text: @Sendable (_ path: String) -> String?
    /// Number of a directory's entries; nil where it cannot be read.
    package var entries: @Sendable (_ path: String) -> Int?
    /// Bytes of a page of memory.
    package var pageBytes: UInt64
    /// Unit of the system's processor times.
    package var ticksPerSecond: UInt64

    /// A source that a test makes up.
    package init(
        text: @escaping @Sendable (_ path: String) -> String?, entries: @escaping @Sendable (_ path: String) -> Int?,
        pageBytes: UInt64, ticksPerSecond: UInt64
    ) {
        self.text = text
        self.entries = entries
        self.pageBytes = pageBytes
        self.ticksPerSecond = ticksPerSecond
    }

    /// This process, as Linux shows it.
    package static let system = Self(
        text: { path in
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        },
        entries: { path in try? FileManager.default.contentsOfDirectory(atPath: path).count },
        pageBytes: UInt64(max(sysconf(Int32(_SC_PAGESIZE)), 1)),
        ticksPerSecond: UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1)))
}
