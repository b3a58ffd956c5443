import Catalogue
import Identity
import ImageAPI

/// A label that every sample of one cloud bears.
package struct ConstantLabel: Sendable, Equatable {
    package var name: String
    package var value: String

    /// A label of this name and value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One cloud as the program watches it: how it is reached, what is listed, and when.
package struct WatchedCloud: Sendable, Equatable {
    /// Its name is the label `cloud`.
    package var cloud: Cloud
    package var listing: ListingSettings
    package var poll: PollSettings
    /// In the order of their names.
    package var labels: [ConstantLabel]
    /// Values of one label of one family that keep their name.
    package var maxLabelValues: Int
    /// Families by owner and of each image.
    package var kept = KeptDetails()
    /// What the configuration asks for beside the built-in families; `kept` has what these need.
    package var families = ConfiguredFamilies()
    /// The leader's families are shown too.
    package var isCompatible = false

    /// A cloud without labels of its own.
    package init(
        cloud: Cloud, listing: ListingSettings = ListingSettings(), poll: PollSettings, labels: [ConstantLabel] = [],
        maxLabelValues: Int = 100
    ) {
        self.cloud = cloud
        self.listing = listing
        self.poll = poll
        self.labels = labels
        self.maxLabelValues = maxLabelValues
    }
}
