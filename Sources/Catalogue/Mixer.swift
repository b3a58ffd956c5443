/// A keyed hash of a few words; its key is drawn once a table, so that no server can choose values that collide.
struct Mixer: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// A key of its own, unless a test gives one.
    init(first: UInt64 = .random(in: .min ... .max), second: UInt64 = .random(in: .min ... .max)) {
        self.first = first
        self.second = second
    }

    /// The state that a sequence of `count` words starts from.
    @inline(__always)
    func start(_ count: Int) -> UInt64 { first ^ UInt64(truncatingIfNeeded: count) }

    /// The state after one more word.
    @inline(__always)
    func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: second | 1)
        return product.high ^ product.low
    }
}
