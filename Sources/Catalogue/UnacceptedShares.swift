/// Images of other projects that are shared with this one and that it has rejected or not answered.
package struct UnacceptedShares: Sendable, Equatable {
    package var pending: Int
    package var rejected: Int

    /// What the walks of each kind showed, an image in several of them counting once; nil where an image is both
    /// pending and rejected: such a server does not tell them apart.
    package init?(pending: [SharedImages], rejected: [SharedImages]) {
        let (pending, rejected) = (Self.union(pending), Self.union(rejected))
        guard pending.isDisjoint(with: rejected) else { return nil }
        self.pending = pending.count
        self.rejected = rejected.count
    }

    private static func union(_ walks: [SharedImages]) -> Set<ImageIdentifier> {
        walks.reduce(into: []) { $0.formUnion($1.ids) }
    }
}
