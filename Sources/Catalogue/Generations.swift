/// Numbers the walks of a poll: each try of a walk is a generation, and the whole ones are kept.
struct Generations: Sendable {
    /// The generation of records that no walk of the running poll has seen.
    static let none: UInt16 = 0

    private(set) var current = Generations.none
    private(set) var isWalking = false
    /// For each generation so far: its walk was whole.
    private var whole = [false]

    /// No number is left for another walk before `renumber` was called.
    var isExhausted: Bool { current == .max }

    mutating func walkBegan() {
        current += 1
        whole.append(false)
        isWalking = true
    }

    mutating func walkFinished() {
        if isWalking { whole[Int(current)] = true }
        isWalking = false
    }

    mutating func walkAbandoned() { isWalking = false }

    mutating func pollEnded() { self = Generations() }

    /// The walk of this generation was whole.
    @inline(__always)
    func isWhole(_ generation: UInt16) -> Bool { whole[Int(generation)] }

    /// Starts the numbers again: all whole walks become generation 1, and the answer tells what a record's becomes.
    mutating func renumber() -> (UInt16) -> UInt16 {
        let before = whole
        current = 1
        whole = [false, true]
        return { before[Int($0)] ? 1 : Self.none }
    }
}
