import Synchronization

/// Memory of one answer's body, with `Body.padding` further bytes behind its capacity; freed by its owner.
///
/// Sendable: a raw allocation without thread affinity, owned by one holder at a time (a transfer, then its body, then
/// the pool), each handing it on under a lock or through a continuation.
@safe struct BodyStorage: @unchecked Sendable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        unsafe base = .allocate(byteCount: capacity + Body.padding, alignment: 16)
    }

    func free() { unsafe base.deallocate() }

    /// Moves the first `count` bytes into a larger allocation.
    mutating func grow(to capacity: Int, keeping count: Int) {
        let larger = BodyStorage(capacity: capacity)
        unsafe larger.base.copyMemory(from: base, byteCount: count)
        free()
        self = larger
    }
}

/// Storage of finished bodies, kept for the next ones.
final class BufferPool: Sendable {
    /// Buffers kept at most.
    static let capacity = 8
    /// A buffer that grew beyond this is freed after use, in bytes.
    static let largestKept = 4 << 20
    /// Capacity of a new buffer, in bytes.
    static let initial = 16 << 10

    private let kept = Mutex<[BodyStorage]>([])

    deinit {
        kept.withLock { kept in kept.forEach { $0.free() } }
    }

    func take() -> BodyStorage {
        kept.withLock { $0.popLast() } ?? BodyStorage(capacity: Self.initial)
    }

    func giveBack(_ storage: BodyStorage) {
        let isKept = kept.withLock { kept in
            guard kept.count < Self.capacity, storage.capacity <= Self.largestKept else { return false }
            kept.append(storage)
            return true
        }
        if !isKept { storage.free() }
    }

    /// Buffers kept now.
    var count: Int { kept.withLock { $0.count } }
}
