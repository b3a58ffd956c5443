/// How much one cloud's catalogue may hold; beyond each bound values are folded into `_other`, never dropped.
struct CatalogueLimits: Sendable {
    /// Images: the pages of the greatest walk times the greatest page.
    var images = 50_000_000
    /// Distinct values of one poll.
    var values = 65_534
    /// Of these, those that only properties have: what is kept on request leaves room for the rest.
    var propertyValues = 32_768
    /// Bytes of all distinct values of one poll together.
    var valueBytes = 4 << 20
    /// Of these, those of values that only properties have.
    var propertyBytes = 2 << 20
    /// Distinct base tuples of one poll; further ones keep status, ownership and visibility alone.
    var bases = 1 << 18
    /// Distinct editions of one poll; further ones keep what is promised of them, but for the date.
    var editions = 65_000
    /// Distinct pairs of a support flag and its value.
    var pairs = 65_534
    /// Words of 2 bytes that tell cohorts apart; further ones have the pair `_other` for all their pairs.
    var cohortWords = 16 << 20

    /// Greatest number of bytes of one value; a longer one is cut.
    static let valueLength = 256
}
