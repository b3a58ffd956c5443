import Catalogue

/// The images of an aggregate by its labels, with the values over the limits folded.
struct AggregateFold {
    /// In the order of the labels' values; what found no room comes last, all its labels `_other`.
    let rows: [(names: [String], sums: Census.Base)]
    /// For each label that has no closed set of values, the values that were folded into `_other`.
    let folded: [(label: String, values: Int)]

    init(_ aggregate: Aggregate, _ census: Census, _ limits: FamilyLimits) {
        let labels = aggregate.labels.map { (name: $0.name, isOpen: $0.attribute.values == nil) }
        let fold = SeriesFold(Self.sums(aggregate, census), by: labels, limits)
        rows = fold.rows
        folded = fold.folded
    }

    private static func sums(_ aggregate: Aggregate, _ census: Census) -> [[String]: Census.Base] {
        var sums: [[String]: Census.Base] = [:]
        for base in census.bases.indices {
            let isWanted = aggregate.conditions.allSatisfy {
                $0.values.contains($0.attribute.text(census, base: base))
            }
            guard isWanted else { continue }
            let names = aggregate.labels.map { $0.attribute.text(census, base: base) }
            SeriesFold.add(census.bases[base], to: &sums[names])
        }
        return sums
    }
}
