/// Distinct pairs of a support flag and its value in one poll, numbered in the order they came.
struct PairTable: Sendable {
    /// Stands for every pair that came after the table was full.
    static let other = UInt16.max

    private let limit: Int
    private let mixer = Mixer()
    private var keys: [UInt32] = []
    private var index = IndexTable()

    init(limit: Int) { self.limit = limit }

    var count: Int { keys.count }

    func flag(_ pair: Int) -> InternedValue { InternedValue(id: UInt16(keys[pair] >> 16)) }

    func value(_ pair: Int) -> InternedValue { InternedValue(id: UInt16(keys[pair] & 0xffff)) }

    /// The number of a pair; `other` once the table is full.
    @inline(__always)
    mutating func intern(_ flag: InternedValue, _ value: InternedValue) -> UInt16 {
        let key = UInt32(flag.id) << 16 | UInt32(value.id)
        let hash = mixer.mix(0, UInt64(key))
        if let found = index.position(hash, where: { keys[$0] == key }) { return UInt16(truncatingIfNeeded: found) }
        return append(key, hash)
    }

    private mutating func append(_ key: UInt32, _ hash: UInt64) -> UInt16 {
        guard keys.count < limit else { return Self.other }
        let pair = keys.count
        keys.append(key)
        let keys = keys
        let mixer = mixer
        index.insert(hash, at: pair) { mixer.mix(0, UInt64(keys[$0])) }
        return UInt16(truncatingIfNeeded: pair)
    }
}
