/// Changes of an image's status seen between two whole polls, counted over the life of the process.
package struct Transitions: Sendable, Equatable {
    /// Statuses, and one place more: none as an origin, gone as a destination.
    private static let side = ImageStatus.allCases.count + 1
    private var counts = [UInt64](repeating: 0, count: side * side)

    init() {}

    /// How often an image went from a status (nil: it was new) to another (nil: it was gone).
    package func count(from: ImageStatus?, to: ImageStatus?) -> UInt64 { counts[Self.place(from, to)] }

    mutating func note(from: ImageStatus?, to: ImageStatus?) { counts[Self.place(from, to)] += 1 }

    private static func place(_ from: ImageStatus?, _ to: ImageStatus?) -> Int {
        Int(from?.rawValue ?? UInt8(side - 1)) * side + Int(to?.rawValue ?? UInt8(side - 1))
    }
}
