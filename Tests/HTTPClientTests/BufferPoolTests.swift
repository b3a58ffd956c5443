import Testing

@testable import HTTPClient

@Suite struct BufferPoolTests {
    private func append(_ bytes: [UInt8], to storage: BodyStorage, most: Int = .max) -> Bool {
        unsafe storage.append(bytes.span.bytes, most: most)
    }

    private func body(_ pool: BufferPool, _ bytes: [UInt8]) throws -> Body {
        let storage = try #require(pool.take())
        #expect(append(bytes, to: storage))
        return Body(storage, pool: pool)
    }

    @Test func aBodysMemoryGoesBackAndComesAgainEmpty() throws {
        let pool = BufferPool()
        var first: Body? = try body(pool, [1, 2, 3])
        #expect(pool.count == 0)
        #expect(first?.bytes() == [1, 2, 3])
        first = nil
        #expect(pool.count == 1)
        let second = try body(pool, [4])
        #expect(pool.count == 0)
        #expect(second.bytes() == [4])
    }

    @Test func eightAreKept() throws {
        let pool = BufferPool()
        var bodies = try (0..<9).map { try body(pool, [UInt8($0)]) }
        bodies.removeLast()
        #expect(pool.count == 1)
        bodies = []
        #expect(pool.count == 8)
        #expect(BufferPool.capacity == 8)
    }

    @Test(arguments: [(4 << 20, 1), ((4 << 20) + 1, 0)]) func aLargeOneIsFreed(_ capacity: Int, _ kept: Int) throws {
        let pool = BufferPool()
        let storage = try #require(pool.take())
        #expect(storage.reserve(capacity))
        pool.giveBack(storage)
        #expect(pool.count == kept)
    }

    @Test(arguments: [0, 1, 16 << 10, (16 << 10) + 1, 100_000]) func zeroedPaddingFollowsTheBytes(_ count: Int) throws {
        let pool = BufferPool()
        // What an earlier body left behind must not show.
        _ = try body(pool, [UInt8](repeating: 0xFF, count: 200_000))
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        for body in [try body(pool, bytes), Body(bytes)] {
            #expect(body.count == count)
            #expect(body.bytes() == bytes)
            let padding = unsafe body.withBytes { bytes in
                unsafe Array(UnsafeRawBufferPointer(start: bytes.baseAddress?.advanced(by: count), count: Body.padding))
            }
            #expect(padding == [UInt8](repeating: 0, count: 64))
        }
    }

    @Test func growingKeepsTheBytesAndStopsAtTheLimit() throws {
        let storage = try #require(BufferPool().take())
        let piece = [UInt8](repeating: 5, count: 10_000)
        for _ in 0..<5 { #expect(append(piece, to: storage, most: 50_000)) }
        #expect(!append([1], to: storage, most: 50_000))
        #expect(storage.count == 50_000)
        #expect(storage.capacity == 50_000)
        #expect(Body(storage, pool: nil).bytes() == [UInt8](repeating: 5, count: 50_000))
    }
}
