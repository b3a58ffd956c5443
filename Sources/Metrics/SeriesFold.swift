import Catalogue

/// Sums over images that can be put together.
protocol ImageSums: Sendable {
    var images: Int { get }

    /// Takes in the sums of other images.
    mutating func add(_ other: Self)
}

extension Census.Base: ImageSums {}

/// Sums by several labels, where what is over the limits is folded: value by value of each label, then whole series.
struct SeriesFold<Sums: ImageSums> {
    /// In the order of the labels' values; what found no room comes last, all its labels `_other`.
    let rows: [(names: [String], sums: Sums)]
    /// For each open label the values that were folded into `_other`.
    let folded: [(label: String, values: Int)]

    /// - Parameters:
    ///   - sums: by the values of the labels.
    ///   - labels: each label's name, in the order of the values; `isOpen` where it has no closed set of values.
    init(_ sums: [[String]: Sums], by labels: [(name: String, isOpen: Bool)], _ limits: FamilyLimits) {
        var sums = sums
        var folded: [(label: String, values: Int)] = []
        for (place, label) in labels.enumerated() where label.isOpen {
            let cap = Self.cap(sums, by: place, limits)
            folded.append((label.name, cap.folded))
            sums = Self.folded(sums, place, keeping: cap.kept)
        }
        self.folded = folded
        rows = Self.rows(sums, limits, width: labels.count)
    }

    /// Adds to the sums that may be there.
    static func add(_ images: Sums, to sum: inout Sums?) {
        if sum == nil { sum = images } else { sum?.add(images) }
    }

    private static func cap(
        _ sums: [[String]: Sums], by place: Int, _ limits: FamilyLimits
    ) -> (kept: Set<String>, folded: Int) {
        var images: [String: Int] = [:]
        for (names, sum) in sums { images[names[place], default: 0] += sum.images }
        let values = images.map { LabelCap.Value(names: [$0.key], images: $0.value, series: 0) }
        let cap = LabelCap(values, limits: limits)
        return (Set(cap.kept.map { values[$0].names[0] }), cap.folded)
    }

    private static func folded(_ sums: [[String]: Sums], _ place: Int, keeping kept: Set<String>) -> [[String]: Sums] {
        var result = sums
        for (names, sum) in sums where !kept.contains(names[place]) && names[place] != PortableMapping.other {
            result[names] = nil
            var names = names
            names[place] = PortableMapping.other
            add(sum, to: &result[names])
        }
        return result
    }

    private static func rows(
        _ sums: [[String]: Sums], _ limits: FamilyLimits, width: Int
    ) -> [(names: [String], sums: Sums)] {
        let values = sums.map { LabelCap.Value(names: $0.key, images: $0.value.images, series: 1) }
        var limits = limits
        limits.labelValues = .max
        let kept = LabelCap(values, limits: limits).kept.map { values[$0].names }
        var rest = sums
        let rows = kept.compactMap { names in rest.removeValue(forKey: names).map { (names: names, sums: $0) } }
        var other: Sums?
        for sum in rest.values { add(sum, to: &other) }
        guard let other else { return rows }
        return rows + [(names: Array(repeating: PortableMapping.other, count: width), sums: other)]
    }
}
