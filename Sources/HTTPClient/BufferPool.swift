import Glibc
import Synchronization

/// Memory of one answer's body, with `Body.padding` further bytes behind its capacity.
///
/// Sendable: it is written by the loop's thread alone while its transfer runs, and by nobody once a `Body` holds it; the
/// pool hands it from one holder to the next under a lock, with no reference left behind.
@safe final class BodyStorage: @unchecked Sendable {
    private var base: UnsafeMutableRawPointer?
    /// Bytes that fit without growing.
    private(set) var capacity = 0
    /// Bytes held.
    private(set) var count = 0

    deinit { unsafe free(base) }

    /// Makes room for so many bytes; false where memory is lacking.
    func reserve(_ wanted: Int) -> Bool {
        let isNew = unsafe base == nil
        guard isNew || wanted > capacity else { return true }
        guard let larger = unsafe realloc(base, wanted + Body.padding) else { return false }
        unsafe base = unsafe larger
        capacity = wanted
        return true
    }

    /// Adds bytes, doubling the room where they do not fit, up to `most` bytes held; false beyond it or without memory.
    func append(_ bytes: RawSpan, most: Int) -> Bool {
        let (needed, overflow) = count.addingReportingOverflow(bytes.byteCount)
        guard !overflow, needed <= most else { return false }
        if needed > capacity, !reserve(min(max(needed, capacity &* 2), max(most, needed))) { return false }
        guard let base = unsafe base else { return needed == 0 }
        unsafe bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe (base + count).copyMemory(from: start, byteCount: bytes.count)
        }
        count = needed
        return true
    }

    func removeAll() { count = 0 }

    /// Zeroes the padding behind the bytes; to be called once they are whole.
    func pad() {
        guard let base = unsafe base else { return }
        unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: Body.padding)
    }

    func withBytes<R>(_ read: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try unsafe read(UnsafeRawBufferPointer(start: base, count: count))
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

    /// An empty storage; the one used last, as its memory is warm. Nil where memory is lacking.
    func take() -> BodyStorage? {
        if let storage = kept.withLock({ $0.popLast() }) { return storage }
        let storage = BodyStorage()
        return storage.reserve(Self.initial) ? storage : nil
    }

    func giveBack(_ storage: BodyStorage) {
        guard storage.capacity <= Self.largestKept else { return }
        storage.removeAll()
        kept.withLock { kept in
            if kept.count < Self.capacity { kept.append(storage) }
        }
    }

    /// Buffers kept now.
    var count: Int { kept.withLock { $0.count } }
}
