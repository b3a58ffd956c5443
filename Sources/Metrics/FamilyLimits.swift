/// How much one family of one cloud may show; what goes beyond is folded into `_other`.
package struct FamilyLimits: Sendable, Equatable {
    /// Values of one label that keep their name (`max_label_values`).
    package var labelValues: Int
    /// Series of one family.
    package var series: Int

    /// The limits where none are configured, unless given.
    package init(labelValues: Int = 100, series: Int = 10_000) {
        self.labelValues = labelValues
        self.series = series
    }
}
