import Catalogue
import Exposition

/// A family that a configuration asks for: which images, told apart by what, and what is shown of them.
package struct Aggregate: Sendable, Equatable {
    /// What a series shows.
    package enum Value: String, CaseIterable, Sendable {
        case count
        case sizeBytes = "size_bytes"
        case oldestCreated = "oldest_created"
        case newestCreated = "newest_created"
        case oldestUpdated = "oldest_updated"
        case newestUpdated = "newest_updated"

        /// What the family's name ends in.
        package var suffix: String? {
            switch self {
            case .count: nil
            case .sizeBytes: "_bytes"
            case .oldestCreated, .newestCreated, .oldestUpdated, .newestUpdated: "_timestamp_seconds"
            }
        }

        fileprivate var unit: String? {
            switch self {
            case .count: nil
            case .sizeBytes: "bytes"
            case .oldestCreated, .newestCreated, .oldestUpdated, .newestUpdated: "seconds"
            }
        }

        /// Nil where no image has a usable time.
        fileprivate func of(_ images: Census.Base) -> Int128? {
            switch self {
            case .count: Int128(images.images)
            case .sizeBytes: Int128(clamping: images.size)
            case .oldestCreated: images.oldestCreated.map { Int128($0) }
            case .newestCreated: images.newestCreated.map { Int128($0) }
            case .oldestUpdated: images.oldestUpdated.map { Int128($0) }
            case .newestUpdated: images.newestUpdated.map { Int128($0) }
            }
        }
    }

    /// A label and where its value comes from.
    package struct Label: Sendable, Equatable {
        package var name: String
        package var attribute: ImageAttribute

        package init(_ name: String, _ attribute: ImageAttribute) {
            self.name = name
            self.attribute = attribute
        }
    }

    /// Images whose attribute has one of these values.
    package struct Condition: Sendable, Equatable {
        package var attribute: ImageAttribute
        package var values: Set<String>

        package init(_ attribute: ImageAttribute, _ values: Set<String>) {
            self.attribute = attribute
            self.values = values
        }
    }

    package var name: String
    package var help: String
    package var value: Value
    package var labels: [Label]
    /// Images count where all of these hold.
    package var conditions: [Condition]

    package init(
        _ name: String, help: String, value: Value = .count, labels: [Label] = [], conditions: [Condition] = []
    ) {
        self.name = name
        self.help = help
        self.value = value
        self.labels = labels
        self.conditions = conditions
    }

    /// What is to be kept of each image.
    package var properties: [KeptProperty] {
        (labels.map(\.attribute) + conditions.map(\.attribute)).flatMap(\.properties)
    }

    /// The family, as the built-in ones are.
    package var family: CatalogueFamily {
        CatalogueFamily(
            Family(
                name, .gauge, unit: value.unit, labels: labels.map(\.name), help: "\(help) From the last whole poll.")
        ) { census, limits in
            AggregateFold(self, census, limits).rows.compactMap { names, sums in
                value.of(sums).map { Sample(names, .integer($0)) }
            }
        }
    }
}
