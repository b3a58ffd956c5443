import Identity
import Metrics
import YAML

/// One item of the file's `aggregates`.
struct AggregateSection {
    /// Families.
    static let most = 32
    /// Labels of one.
    static let mostLabels = 8
    /// Values of one condition.
    static let mostValues = 100

    private var section: FileSection

    /// Every item, each name once.
    static func aggregates(_ value: FileValue) throws(CloudsError) -> [Aggregate] {
        guard let items = value.node.items else {
            throw value.place.error("expected a list of aggregates, found \(value.node.kind)")
        }
        guard items.count <= most else { throw value.place.error("\(items.count) aggregates; allowed are \(most)") }
        var aggregates: [Aggregate] = []
        for (number, item) in items.enumerated() {
            var section = AggregateSection(section: try FileSection(item, path: "\(value.place.key)[\(number)]"))
            aggregates.append(try section.aggregate(beside: aggregates))
        }
        return aggregates
    }

    private mutating func aggregate(beside others: [Aggregate]) throws(CloudsError) -> Aggregate {
        let (name, help, value) = (section.value("name"), section.value("help"), section.value("value"))
        let (labels, conditions) = (section.value("labels"), section.value("where"))
        try section.finish()
        guard let name else { throw section.place.error("name is missing") }
        guard let help else { throw section.place.error("help is missing: one sentence on what is shown") }
        var aggregate = Aggregate(try name.text(), help: try help.text())
        aggregate.value = try value?.choice(of: Aggregate.Value.self) ?? .count
        if let problem = MetricName.problem(with: aggregate.name, of: aggregate.value) {
            throw name.place.error("\(name.shown(aggregate.name)) \(problem)")
        }
        if others.contains(where: { $0.name == aggregate.name }) { throw name.place.error("stands twice") }
        aggregate.labels = try Self.labels(labels)
        aggregate.conditions = try Self.conditions(conditions)
        return aggregate
    }

    private static func labels(_ value: FileValue?) throws(CloudsError) -> [Aggregate.Label] {
        guard let value else { return [] }
        guard let items = value.node.items else {
            throw value.place.error("expected a list of attributes, found \(value.node.kind)")
        }
        guard items.count <= mostLabels else {
            throw value.place.error("\(items.count) labels; allowed are \(mostLabels)")
        }
        var labels: [Aggregate.Label] = []
        for (number, item) in items.enumerated() {
            let item = FileValue(node: item, place: SettingPlace(item, key: "\(value.place.key)[\(number)]"))
            let label = try label(item)
            guard !labels.contains(where: { $0.name == label.name }) else {
                throw item.place.error("the label \(label.name) stands twice")
            }
            labels.append(label)
        }
        return labels
    }

    /// An attribute, or a mapping of it and the label's name.
    private static func label(_ item: FileValue) throws(CloudsError) -> Aggregate.Label {
        guard item.node.entries != nil else { return try label(item, named: nil) }
        var section = try item.section()
        let (attribute, name) = (section.value("attribute"), section.value("as"))
        try section.finish()
        guard let attribute else { throw section.place.error("attribute is missing") }
        return try label(attribute, named: name)
    }

    private static func label(_ value: FileValue, named name: FileValue?) throws(CloudsError) -> Aggregate.Label {
        let attribute = try attribute(try value.text(), value)
        let given = try name?.text()
        let text = if let given { given } else { String(try value.text().trimmingPrefix("property:")) }
        if let problem = MetricName.problem(withLabel: text) {
            let hint = given == nil ? "; expected {attribute: ..., as: LABEL}" : ""
            throw (name ?? value).place.error("\(value.shown(text)) \(problem)\(hint)")
        }
        return Aggregate.Label(text, attribute)
    }

    private static func attribute(_ text: String, _ value: FileValue) throws(CloudsError) -> ImageAttribute {
        guard let attribute = ImageAttribute(text) else {
            throw value.place.error(
                "\(value.shown(text)) is nothing to count images by; expected one of \(ImageAttribute.expected)")
        }
        return attribute
    }

    private static func conditions(_ value: FileValue?) throws(CloudsError) -> [Aggregate.Condition] {
        guard let value else { return [] }
        let section = try value.section()
        var conditions: [Aggregate.Condition] = []
        for entry in section.node.entries ?? [] {
            let key = entry.key.text ?? ""
            let place = SettingPlace(entry.value, key: "\(value.place.key).\(YAMLError.shown(key: key))")
            let attribute = try attribute(
                key, FileValue(node: entry.key, place: SettingPlace(entry.key, key: value.place.key)))
            let values = try values(entry.value, place, of: attribute)
            conditions.append(Aggregate.Condition(attribute, Set(values)))
        }
        return conditions
    }

    private static func values(
        _ node: YAMLNode, _ place: SettingPlace, of attribute: ImageAttribute
    ) throws(CloudsError) -> [String] {
        let items = node.items ?? [node]
        guard (1...mostValues).contains(items.count) else {
            throw place.error("\(items.count) values; expected from 1 to \(mostValues)")
        }
        var values: [String] = []
        for item in items {
            let item = FileValue(node: item, place: SettingPlace(item, key: place.key))
            let text = try item.text()
            if let allowed = attribute.values, !allowed.contains(text) {
                throw item.place.error("\(item.shown(text)) is not one of \(allowed.joined(separator: ", "))")
            }
            values.append(text)
        }
        return values
    }
}
