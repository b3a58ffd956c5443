import Catalogue

/// Chooses the values of a label that keep their name: those with the most images, ties by name.
struct LabelCap {
    /// One value of a label, or several labels' values that are capped together.
    struct Value {
        var names: [String]
        var images: Int
        /// Series that the value makes.
        var series: Int

        /// Already folded: not a value of its own.
        var isOther: Bool { names.allSatisfy { $0 == PortableMapping.other } }
    }

    /// Positions of the kept values, in the order of their names.
    let kept: [Int]
    /// Values that were folded into `_other`.
    let folded: Int

    init(_ values: [Value], limits: FamilyLimits) {
        let named = values.indices.filter { values[$0].images > 0 && !values[$0].isOther }
        let ranked = named.sorted { left, right in
            if values[left].images != values[right].images { return values[left].images > values[right].images }
            return Self.precedes(values[left].names, values[right].names)
        }
        // What is folded makes at most one series for each status and visibility.
        var room = limits.series - StatusTable.cells
        var count = 0
        for value in ranked.prefix(max(limits.labelValues, 0)) {
            room -= values[value].series
            guard room >= 0 else { break }
            count += 1
        }
        kept = ranked.prefix(count).sorted { Self.precedes(values[$0].names, values[$1].names) }
        folded = ranked.count - count
    }

    /// Names are compared byte by byte, so that no table of characters has a say.
    private static func precedes(_ left: [String], _ right: [String]) -> Bool {
        for (left, right) in zip(left, right) {
            if left.utf8.lexicographicallyPrecedes(right.utf8) { return true }
            if right.utf8.lexicographicallyPrecedes(left.utf8) { return false }
        }
        return false
    }
}
