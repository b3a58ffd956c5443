import Catalogue

/// How much one family of one cloud may show; what goes beyond is folded into `_other`.
package struct FamilyLimits: Sendable, Equatable {
    /// Values of one label that keep their name (`max_label_values`).
    package var labelValues: Int
    /// Series of one family.
    package var series: Int
    /// Statuses that a filter lets through; nil: all. Others are absent, not 0.
    package var statuses: Set<ImageStatus>?
    /// Visibilities that a filter lets through; nil: all. Others are absent, not 0.
    package var visibilities: Set<ImageVisibility>?

    /// The leader's families are shown too (`compatibility.openstack_exporter`).
    package var isCompatible = false
    /// Projects' names by id, as far as known.
    package var projectNames: [String: String] = [:]
    /// The families that the configuration asks for.
    package var aggregates: [Aggregate] = []
    /// Properties that every image is to have.
    package var requiredProperties: [String] = []

    /// The limits where none are configured, unless given.
    package init(
        labelValues: Int = 100, series: Int = 10_000, statuses: Set<ImageStatus>? = nil,
        visibilities: Set<ImageVisibility>? = nil
    ) {
        self.labelValues = labelValues
        self.series = series
        self.statuses = statuses
        self.visibilities = visibilities
    }

    /// Whether images of this status can come at all.
    func allows(_ status: ImageStatus) -> Bool { statuses?.contains(status) ?? true }

    /// Whether images of this status and visibility can come at all.
    func allows(_ status: ImageStatus, _ visibility: ImageVisibility) -> Bool {
        allows(status) && visibilities?.contains(visibility) ?? true
    }
}
