import CMalloc

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
}
