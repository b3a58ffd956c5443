import YAML

/// The profiles of clouds-public.yaml.
struct CloudProfiles: Sendable {
    private let root: YAMLNode?

    init(_ root: YAMLNode?) { self.root = root }

    /// The profile of this name; nil where there is none.
    func profile(_ name: String) throws(CloudsError) -> CloudLayer? {
        guard let all = root?["public-clouds"], let node = all[name] else { return nil }
        return try CloudLayer(node, path: "public-clouds.\(YAMLError.shown(key: name))")
    }
}
