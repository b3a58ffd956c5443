import Metrics
import YAML

/// The constant labels of a cloud: names that Prometheus allows and that no family uses.
enum FileLabels {
    /// Labels of one cloud.
    static let most = 32
    /// Bytes of one value, as of every label's.
    static let longestValue = 256

    /// In the order of their names.
    static func read(_ node: YAMLNode?, path: String) throws(SettingsError) -> [ConstantLabel] {
        guard let node, !node.isNull else { return [] }
        guard let entries = node.entries else {
            throw SettingsError(at: node, path, "expected a mapping of names and values, found \(node.kind)")
        }
        guard entries.count <= most else { throw SettingsError(at: node, path, "more than \(most) labels") }
        var labels: [ConstantLabel] = []
        for entry in entries {
            let name = entry.key.text ?? ""
            let place = "\(path).\(YAMLError.shown(key: name))"
            guard isName(name) else {
                throw SettingsError(
                    at: entry.key, place, "not a label's name; allowed are letters, digits and _, no digit first, no __"
                )
            }
            guard !MetricsReference.labels.contains(name) else {
                throw SettingsError(at: entry.key, place, "clashes with a label of the metrics themselves")
            }
            guard let value = entry.value.text, !value.isEmpty, value.utf8.count <= longestValue else {
                throw SettingsError(at: entry.value, place, "expected text of 1 to \(longestValue) bytes")
            }
            labels.append(ConstantLabel(name, value))
        }
        return labels.sorted { $0.name < $1.name }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !name.hasPrefix("__") else { return false }
        func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
        return isLetter(first) && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
    }
}
