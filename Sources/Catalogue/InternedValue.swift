/// The number of an attribute's value within one poll; it means nothing after the next `Catalogue.beginPoll()`.
package struct InternedValue: Hashable, Sendable {
    let id: UInt16

    init(id: UInt16) { self.id = id }

    /// No value, or an empty one.
    package static let missing = Self(id: 0)
    /// The text `true`, in every poll.
    package static let `true` = Self(id: 1)
    /// The text `false`, in every poll.
    package static let `false` = Self(id: 2)
    /// Stands for every value that came after the interner was full; named `_other`.
    package static let other = Self(id: .max)

    /// The value's number: below `Census.textCount` for every value of a census but `other`.
    package var number: Int { Int(id) }
}
