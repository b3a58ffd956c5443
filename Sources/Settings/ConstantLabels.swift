import Exposition
import Identity
import Metrics
import YAML

/// The `labels` of one cloud: read, checked against the labels that its samples already bear.
enum ConstantLabels {
    /// Labels of one cloud.
    static let most = 32
    /// Bytes of one label's name or value.
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
        let isName = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isName, let first = name.first, !first.isNumber else {
            throw place.error("is not a label's name; expected letters, digits and _, not a digit first")
        }
        guard name.utf8.count <= longest else { throw place.error("a name longer than \(longest) bytes") }
        guard !name.hasPrefix("__") else { throw place.error("names that begin with __ are Prometheus's own") }
        if let owner = taken[name] { throw place.error("clashes with the label of \(owner)") }
    }
}
