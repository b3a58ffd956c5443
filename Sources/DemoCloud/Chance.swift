/// Numbers that look random and depend on a seed alone (SplitMix64).
struct Chance: Equatable {
    private var state: UInt64

    /// The numbers of one image, or of one second, of a seed's world.
    init(seed: UInt64, number: UInt64) {
        state = seed &* 0xD6E8_FEB8_6659_FD93 ^ number &* 0xA076_1D64_78BD_642F
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 to `bound` - 1; 0 where `bound` is less than 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True `percent` times of a hundred.
    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    /// One of `elements`, which are not empty.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
