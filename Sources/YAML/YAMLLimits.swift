/// Bounds on one YAML text.
package enum YAMLLimits {
    /// Length of the text.
    package static let bytes = 1 << 20
    /// Lists and mappings within each other.
    package static let depth = 64
    /// Scalars, lists and mappings, keys included, with each alias counted as what it stands for.
    package static let nodes = 100_000
}
