/// Finds the position of an entry of a dense array by its hash: open addressing over UInt32, at most 3/4 full.
///
/// A slot holds a position plus 1 in as many low bits as the table's size asks for, and bits of the hash above, so that
/// few entries are looked at in vain.
struct IndexTable: Sendable {
    private static let smallestBits: UInt64 = 6

    private var slots: [UInt32] = []
    /// The table has 2^bits slots.
    private var bits: UInt64 = 0

    /// The position of the entry with this hash that matches; nil where there is none.
    @inline(__always)
    func position(_ hash: UInt64, where isMatch: (Int) -> Bool) -> Int? {
        if slots.isEmpty { return nil }
        let mask = slots.count &- 1
        let tag = tag(hash)
        let low = UInt32(truncatingIfNeeded: mask)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let held = slots[slot]
            if held == 0 { return nil }
            if held & ~low == tag {
                let position = Int(held & low) &- 1
                if isMatch(position) { return position }
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds the entry at `position`, which is the last of the array and not there yet.
    @inline(__always)
    mutating func insert(_ hash: UInt64, at position: Int, hashOf: (Int) -> UInt64) {
        if (position &+ 1) &* 4 > slots.count &* 3 {
            rebuild(count: position &+ 1, hashOf: hashOf)
        } else {
            place(hash, position)
        }
    }

    /// Starts again with the entries 0 ..< `count`; the old slots are freed first, to keep the peak low.
    @inline(__always)
    mutating func rebuild(count: Int, hashOf: (Int) -> UInt64) {
        bits = Self.smallestBits
        while count * 4 > 3 << bits { bits += 1 }
        slots = []
        slots = Array(repeating: 0, count: 1 << bits)
        for position in 0..<count { place(hashOf(position), position) }
    }

    @inline(__always)
    private mutating func place(_ hash: UInt64, _ position: Int) {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = tag(hash) | UInt32(truncatingIfNeeded: position &+ 1)
    }

    /// The hash's high bits, which have no part in the slot, above those of a position.
    @inline(__always)
    private func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (hash >> 32) &<< bits) }
}
