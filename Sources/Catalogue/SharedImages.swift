/// The foreign ones among the images of a listing of shares; a server may list the project's own there as well.
package final class SharedImages {
    /// Ids; 16 bytes each, and as much again for the set.
    private let most: Int
    private(set) var ids: Set<ImageIdentifier> = []

    /// More than a million foreign images came.
    package private(set) var isOverfull = false

    /// None yet.
    package convenience init() { self.init(most: 1_000_000) }

    init(most: Int) { self.most = most }

    /// No value but the id is kept.
    package func intern(_ value: Span<UInt8>) -> InternedValue { .missing }

    /// The main walks tell of these.
    package func noteAnomaly(_ key: ImageKey) {}

    /// Takes in one image.
    package func observe(_ image: borrowing ObservedImage) {
        guard image.isForeign, image.visibility == .shared else { return }
        guard ids.count < most || ids.contains(image.id) else {
            isOverfull = true
            return
        }
        ids.insert(image.id)
    }
}
