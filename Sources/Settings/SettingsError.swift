import YAML

/// A setting that cannot be used: where it was given, what was given and what is allowed.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String

    /// An error at a place of the configuration file; `key` is the whole path to it.
    init(at node: YAMLNode, _ key: String, _ problem: String) {
        description = "\(node.file):\(node.line): \(key): \(problem)"
    }

    package init(_ description: String) {
        self.description = description
    }
}
