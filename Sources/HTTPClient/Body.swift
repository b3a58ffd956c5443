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
        let storage = BodyStorage()
        _ = unsafe storage.reserve(bytes.count) && storage.append(bytes.span.bytes, most: bytes.count)
        self.init(storage, pool: nil)
    }

    /// Takes over the storage, which goes to `pool` in the end.
    init(_ storage: BodyStorage, pool: BufferPool?) {
        storage.pad()
        self.storage = storage
        self.pool = pool
        count = storage.count
    }

    deinit { pool?.giveBack(storage) }

    /// The bytes, with `padding` more readable behind them; they stay where they are as long as the body.
    package func withBytes<R>(_ read: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        unsafe try storage.withBytes(read)
    }

    /// A copy of the bytes; for small answers.
    package func bytes() -> [UInt8] {
        unsafe withBytes { unsafe Array($0) }
    }
}
