import Catalogue
import Identity
import Metrics
import YAML

/// The families that a configuration file asks for beside the built-in ones, for every cloud alike.
package struct ConfiguredFamilies: Sendable, Equatable {
    /// Properties that may be named in all.
    static let mostProperties = 32

    package var aggregates: [Aggregate] = []
    /// Properties that every image is to have.
    package var requiredProperties: [String] = []

    /// None.
    package init() {}

    /// The file's `aggregates` and `required_properties`.
    init(aggregates: FileValue?, requiredProperties: FileValue?) throws(CloudsError) {
        if let aggregates { self.aggregates = try AggregateSection.aggregates(aggregates) }
        if let requiredProperties { self.requiredProperties = try Self.required(requiredProperties) }
        let names = Set(properties.map(\.name))
        if let place = (aggregates ?? requiredProperties)?.place, names.count > Self.mostProperties {
            throw place.error(
                "\(names.count) properties are named, with required_properties; allowed are \(Self.mostProperties)")
        }
    }

    /// What is to be kept of each image for these families, each once.
    var properties: [KeptProperty] {
        let all = aggregates.flatMap(\.properties) + requiredProperties.map { KeptProperty($0, isPresence: true) }
        var kept: [KeptProperty] = []
        for property in all where !kept.contains(property) { kept.append(property) }
        return kept
    }

    /// The first label of an aggregate that is among these.
    func clash(with labels: [ConstantLabel]) -> (aggregate: String, label: String)? {
        for aggregate in aggregates {
            for label in labels where aggregate.labels.contains(where: { $0.name == label.name }) {
                return (aggregate.name, label.name)
            }
        }
        return nil
    }

    private static func required(_ value: FileValue) throws(CloudsError) -> [String] {
        var section = try value.section()
        let preset = section.value("preset")
        let names = section.value("names")
        try section.finish()
        switch (preset, names) {
        case (nil, nil): throw value.place.error("neither preset nor names is given")
        case (let preset?, nil): return try preset.choice(of: RequiredProperties.self).names
        case (nil, let names?): return try Self.names(names)
        case (_?, let names?): throw names.place.error("clashes with preset; expected one of the two")
        }
    }

    private static func names(_ value: FileValue) throws(CloudsError) -> [String] {
        guard let items = value.node.items, !items.isEmpty else {
            throw value.place.error("expected a list of names of properties")
        }
        var names: [String] = []
        for (number, item) in items.enumerated() {
            let item = FileValue(node: item, place: SettingPlace(item, key: "\(value.place.key)[\(number)]"))
            let name = try item.text()
            guard ImageAttribute.isProperty(name) else { throw item.place.error("longer than 256 bytes") }
            guard !names.contains(name) else { throw item.place.error("stands twice") }
            names.append(name)
        }
        return names
    }
}
