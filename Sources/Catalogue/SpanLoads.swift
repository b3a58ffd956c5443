/// Words of bytes read with every bound checked; the compiler makes one load of each once the bounds are known.
extension Span<UInt8> {
    /// Eight bytes from `start`, the first lowest.
    @inlinable @inline(__always)
    package func word(at start: Int) -> UInt64 { UInt64(half(at: start)) | UInt64(half(at: start &+ 4)) &<< 32 }

    /// Four bytes from `start`, the first lowest.
    @inlinable @inline(__always)
    package func half(at start: Int) -> UInt32 {
        UInt32(self[start]) | UInt32(self[start &+ 1]) &<< 8 | UInt32(self[start &+ 2]) &<< 16
            | UInt32(self[start &+ 3]) &<< 24
    }
}
