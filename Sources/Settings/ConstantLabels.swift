import Exposition
import Identity
import Metrics
import YAML

/// The `labels` of one cloud: read, checked against the labels that its samples already bear.
enum ConstantLabels {
    /// Labels of one cloud.
    static let most = 32
    /// Bytes of one label's value.
    static let longest = 256

    /// Labels of the program's own, by what bears them.
    static let taken: [String: String] = {
        var owners = ["cloud": "every family of a cloud", "le": "histograms"]
        let families =
            CatalogueFamilies.all.map(\.family) + PollFamilies.all.map(\.family) + ProgramFamilies.all.map(\.family)
        for family in families {
            for label in family.labels where owners[label] == nil { owners[label] = family.name }
        }
        return owners
    }()

    /// In the order of their names.
    static func read(_ value: FileValue?) throws(CloudsError) -> [ConstantLabel] {
        guard let value else { return [] }
        var section = try value.section()
        let entries = section.node.entries ?? []
        guard entries.count <= most else { throw value.place.error("\(entries.count) labels; allowed are \(most)") }
        var labels: [ConstantLabel] = []
        for entry in entries {
            guard case .scalar(let name, _) = entry.key.value else { continue }
            let place = SettingPlace(entry.key, key: "\(value.place.key).\(YAMLError.shown(key: name))")
            try check(name, place)
            guard let given = section.value(name) else { throw place.error("expected text, found nothing") }
            let text = try given.text()
            guard text.utf8.count <= longest else { throw place.error("longer than \(longest) bytes") }
            labels.append(ConstantLabel(name, text))
        }
        return labels.sorted { $0.name < $1.name }
    }

    private static func check(_ name: String, _ place: SettingPlace) throws(CloudsError) {
        if let problem = MetricName.problem(withLabelWord: name) { throw place.error(problem) }
        if let owner = taken[name] { throw place.error("clashes with the label of \(owner)") }
    }
}
