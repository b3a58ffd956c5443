import YAML

/// A cloud as it is written, its profile below it: an entry of clouds.yaml, or the environment's.
struct CloudEntry: Sendable {
    let name: String
    /// Settings of profile and entry.
    let layer: CloudLayer
    /// What the entry itself says of regions.
    let regions: CloudRegions
    /// Where a missing key is reported.
    let place: CloudsError
    let isEnvironment: Bool
    /// A profile that no clouds-public.yaml holds.
    let missingProfile: String?

    /// An entry of clouds.yaml over its profile; `profiles` is read only where it names one.
    init(
        name: String, node: YAMLNode, profiles: () throws(CloudsError) -> CloudProfiles
    ) throws(CloudsError) {
        let path = "clouds.\(YAMLError.shown(key: name))"
        let own = try CloudLayer(node, path: path)
        let profileName = try own["profile"]?.line()
        let profile: CloudLayer?
        if let profileName { profile = try profiles().profile(profileName) } else { profile = nil }
        self.name = name
        layer = own.over(profile ?? CloudLayer())
        regions = try CloudRegions(own: own, profile: profile ?? CloudLayer())
        place = CloudsError(file: node.file, line: node.line, key: path, message: "")
        isEnvironment = false
        missingProfile = profile == nil ? profileName : nil
    }

    /// The cloud that the `OS_*` variables describe.
    init(environmentNamed name: String, layer: CloudLayer) throws(CloudsError) {
        self.name = name
        self.layer = layer
        regions = try CloudRegions(own: layer, profile: CloudLayer())
        place = CloudsError(key: "environment", message: "")
        isEnvironment = true
        missingProfile = nil
    }

    /// An error about the entry as a whole.
    func error(_ message: String) -> CloudsError {
        var error = place
        error.message = message
        return error
    }

    /// A key as the user would write it here.
    func shown(_ key: String) -> String { isEnvironment ? "OS_" + key.uppercased() : key }
}
