import YAML

/// A cloud as it is written, its profile below it: an entry of clouds.yaml, or the environment's.
struct CloudEntry: Sendable {
    /// Where it is written, which decides how its keys are spelled.
    private enum Origin {
        case file, otherFile, environment
    }

    let name: String
    /// Settings of profile and entry.
    let layer: CloudLayer
    /// What the entry itself says of regions.
    let regions: CloudRegions
    /// Where a missing key is reported.
    let place: CloudsError
    private let origin: Origin
    /// A profile that no clouds-public.yaml holds.
    let missingProfile: String?

    /// An entry of clouds.yaml, or of another file at `path`, over its profile; `profiles` is read only where it names
    /// one.
    init(
        name: String, node: YAMLNode, path otherPath: String? = nil, profiles: () throws(CloudsError) -> CloudProfiles
    ) throws(CloudsError) {
        let path = otherPath ?? "clouds.\(YAMLError.shown(key: name))"
        let own = try CloudLayer(node, path: path)
        let profileName = try own["profile"]?.line()
        let profile: CloudLayer?
        if let profileName { profile = try profiles().profile(profileName) } else { profile = nil }
        self.name = name
        layer = own.over(profile ?? CloudLayer())
        regions = try CloudRegions(own: own, profile: profile ?? CloudLayer())
        place = CloudsError(file: node.file, line: node.line, key: path, message: "")
        origin = otherPath == nil ? .file : .otherFile
        missingProfile = profile == nil ? profileName : nil
    }

    /// The cloud that the `OS_*` variables describe.
    init(environmentNamed name: String, layer: CloudLayer) throws(CloudsError) {
        self.name = name
        self.layer = layer
        regions = try CloudRegions(own: layer, profile: CloudLayer())
        place = CloudsError(key: "environment", message: "")
        origin = .environment
        missingProfile = nil
    }

    /// An error about the entry as a whole.
    func error(_ message: String) -> CloudsError {
        var error = place
        error.message = message
        return error
    }

    /// A key as the user would write it here.
    func shown(_ key: String) -> String {
        switch origin {
        case .file: key
        case .otherFile: InlineCloud.secrets.contains(key) ? key + "_file" : key
        case .environment: "OS_" + key.uppercased()
        }
    }
}
