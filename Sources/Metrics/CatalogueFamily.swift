import Catalogue
import Exposition

/// A family of what one cloud's image catalogue holds.
package struct CatalogueFamily: Sendable {
    /// What its HELP and TYPE lines say.
    package let family: Family
    /// The samples of one whole poll, in output order; without constant labels.
    package let samples: @Sendable (Census, FamilyLimits) -> [Sample]

    init(_ family: Family, _ samples: @escaping @Sendable (Census, FamilyLimits) -> [Sample]) {
        self.family = family
        self.samples = samples
    }
}
