/// Which images a listing gives, by the parameters that Glance takes as filters.
struct DemoFilter: Sendable {
    /// Filters of Glance that the demonstration lacks; it says so rather than give a wrong listing.
    private static let missing: Set<String> = [
        "created_at", "updated_at", "size_min", "size_max", "tag", "min_ram", "min_disk", "checksum", "os_hash_value",
        "changes-since", "is_public", "deleted",
    ]

    /// nil: the images that an administrator sees unasked, all but other projects' community images.
    private var visibility: String?
    private var isHidden = false
    private var statuses: [String]?
    private var ids: [String]?
    private var isProtected: Bool?
    /// Of shares; without it, those that the project accepted.
    private var memberStatus = "accepted"
    private var others: [(name: String, value: String)] = []

    /// Takes in one parameter; as in Glance, an unknown one asks for a property of that value.
    mutating func add(_ name: String, _ value: String) throws(DemoListing.Refused) {
        switch name {
        case "visibility": visibility = value
        case "os_hidden": isHidden = try Self.boolean(name, value)
        case "protected": isProtected = try Self.boolean(name, value)
        case "status": statuses = Self.list(value)
        case "id": ids = Self.list(value.lowercased())
        case "member_status": memberStatus = value
        default:
            guard !Self.missing.contains(name) else {
                throw DemoListing.Refused(message: "The demonstration cloud cannot filter by \(name)")
            }
            others.append((name, value))
        }
    }

    /// The traits of an image that the listing gives; nil for one that it does not.
    func traits(of image: DemoImage, _ identifier: DemoIdentifier) -> DemoTraits? {
        let hidden = image.given?.traits.isHidden ?? DemoTraits.isHidden(seed: identifier.seed, number: image.number)
        guard hidden == isHidden, (image.given?.memberStatus ?? memberStatus) == memberStatus else { return nil }
        if let statuses, !statuses.contains(image.status.rawValue) { return nil }
        if let ids, !ids.contains(String(decoding: identifier.image(image.number), as: UTF8.self)) { return nil }
        let traits = image.traits(seed: identifier.seed)
        if let isProtected, traits.isProtected != isProtected { return nil }
        guard admits(traits), others.isEmpty || admitsOthers(image, traits, identifier) else { return nil }
        return traits
    }

    private func admits(_ traits: DemoTraits) -> Bool {
        switch visibility {
        case nil: traits.visibility != .community || traits.project == 0
        case "all": true
        default: traits.visibility.rawValue == visibility
        }
    }

    private func admitsOthers(_ image: DemoImage, _ traits: DemoTraits, _ identifier: DemoIdentifier) -> Bool {
        let properties = DemoProperty.all(of: image, traits, identifier)
        return others.allSatisfy { name, value in
            switch name {
            case "name": traits.name == value
            case "owner": identifier.project(traits.project) == value
            case "disk_format": traits.diskFormat == value
            case "container_format": value == "bare"
            default: properties.contains { $0.name == name && $0.value == value }
            }
        }
    }

    private static func boolean(_ name: String, _ value: String) throws(DemoListing.Refused) -> Bool {
        switch value.lowercased() {
        case "true": true
        case "false": false
        default: throw DemoListing.Refused(message: "\(name) must be true or false")
        }
    }

    /// One value, or several behind `in:`.
    private static func list(_ value: String) -> [String] {
        value.hasPrefix("in:") ? value.dropFirst(3).split(separator: ",").map(String.init) : [value]
    }
}
