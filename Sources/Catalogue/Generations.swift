/// Numbers the walks of a poll: each try of a walk is a generation, and the whole ones are kept.
struct Generations: Sendable {
    /// The generation of records that no walk of the running poll has seen.
    static let none: UInt16 = 0

    /// For each generation so far: its walk was whole.
    private var whole = [false]

    /// The number of the walk that begins; nil once there are 65,535 of them.
    mutating func walkBegan() -> UInt16? {
        guard whole.count <= Int(UInt16.max) else { return nil }
        whole.append(false)
        return UInt16(truncatingIfNeeded: whole.count - 1)
    }

    mutating func walkFinished(_ generation: UInt16) {
        if generation != Self.none { whole[Int(generation)] = true }
    }

    mutating func pollEnded() { self = Generations() }

    /// The walk of this generation was whole.
    @inline(__always)
    func isWhole(_ generation: UInt16) -> Bool { whole[Int(generation)] }
}
