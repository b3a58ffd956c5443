import Catalogue

/// The images of an aggregate by its labels, with the values over the limits folded.
struct AggregateFold {
    /// In the order of the labels' values; what found no room comes last, all its labels `_other`.
    let rows: [(names: [String], images: Census.Base)]
    /// For each label that has no closed set of values, the values that were folded into `_other`.
    let folded: [(label: String, values: Int)]

    init(_ aggregate: Aggregate, _ census: Census, _ limits: FamilyLimits) {
        var sums = Self.sums(aggregate, census)
        var folded: [(label: String, values: Int)] = []
        for (place, label) in aggregate.labels.enumerated() where label.attribute.values == nil {
            let cap = Self.cap(sums, by: place, limits)
            folded.append((label.name, cap.folded))
            sums = Self.folded(sums, place, keeping: cap.kept)
        }
        self.folded = folded
        rows = Self.rows(sums, limits, width: aggregate.labels.count)
    }

    private typealias Sums = [[String]: Census.Base]

    private static func sums(_ aggregate: Aggregate, _ census: Census) -> Sums {
        var sums: Sums = [:]
        for base in census.bases.indices {
            let isWanted = aggregate.conditions.allSatisfy {
                $0.values.contains($0.attribute.text(census, base: base))
            }
            guard isWanted else { continue }
            add(census.bases[base], to: &sums[aggregate.labels.map { $0.attribute.text(census, base: base) }])
        }
        return sums
    }

    private static func add(_ images: Census.Base, to sum: inout Census.Base?) {
        if sum == nil { sum = images } else { sum?.add(images) }
    }

    private static func cap(_ sums: Sums, by place: Int, _ limits: FamilyLimits) -> (kept: Set<String>, folded: Int) {
        var images: [String: Int] = [:]
        for (names, sum) in sums { images[names[place], default: 0] += sum.images }
        let values = images.map { LabelCap.Value(names: [$0.key], images: $0.value, series: 0) }
        let cap = LabelCap(values, limits: limits)
        return (Set(cap.kept.map { values[$0].names[0] }), cap.folded)
    }

    private static func folded(_ sums: Sums, _ place: Int, keeping kept: Set<String>) -> Sums {
        var result: Sums = [:]
        for (names, sum) in sums {
            var names = names
            if !kept.contains(names[place]) { names[place] = PortableMapping.other }
            add(sum, to: &result[names])
        }
        return result
    }

    private static func rows(
        _ sums: Sums, _ limits: FamilyLimits, width: Int
    ) -> [(names: [String], images: Census.Base)] {
        let values = sums.map { LabelCap.Value(names: $0.key, images: $0.value.images, series: 1) }
        var limits = limits
        limits.labelValues = .max
        let kept = LabelCap(values, limits: limits).kept.map { values[$0].names }
        var rest = sums
        let rows = kept.compactMap { names in rest.removeValue(forKey: names).map { (names: names, images: $0) } }
        var other: Census.Base?
        for sum in rest.values { add(sum, to: &other) }
        guard let other else { return rows }
        return rows + [(names: Array(repeating: PortableMapping.other, count: width), images: other)]
    }
}
