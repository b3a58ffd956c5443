/// The bytes of an answer's body, after decompression; its memory goes back to the pool with the last reference.
package final class Body: Sendable {
    /// Readable zeroed bytes behind the end, as simdjson asks for.
    package static let padding = 64

    /// Bytes.
    package let count: Int
    private let storage: BodyStorage
    private let pool: BufferPool?

    /// A body of these bytes.
    package convenience init(_ bytes: [UInt8]) {
        let storage = BodyStorage(capacity: max(1, bytes.count))
        unsafe bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress {
                unsafe storage.base.copyMemory(from: start, byteCount: bytes.count)
            }
        }
        self.init(storage, count: bytes.count, pool: nil)
    }

    init(_ storage: BodyStorage, count: Int, pool: BufferPool?) {
        unsafe (storage.base + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
        self.storage = storage
        self.count = count
        self.pool = pool
    }

    deinit {
        if let pool { pool.giveBack(storage) } else { storage.free() }
    }

    /// The bytes, with `padding` more readable behind them; not to be kept beyond the call.
    package func withBytes<R>(_ read: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try unsafe read(UnsafeRawBufferPointer(start: storage.base, count: count))
    }

    /// A copy of the bytes; for small answers.
    package func bytes() -> [UInt8] {
        unsafe withBytes { unsafe Array($0) }
    }
}
