import YAML

/// What an entry and its profile say of regions.
struct CloudRegions: Sendable {
    /// A region and what it changes.
    struct Region: Sendable {
        /// Nil: whichever the catalog names first.
        var name: String?
        var values = CloudLayer()
    }

    /// `regions`, the entry's own else the profile's.
    private let known: [Region]
    /// `region_name`, which may name several.
    private let chosen: [String]
    private let listSetting: CloudSetting?
    private let nameSetting: CloudSetting?
    /// False where the entry names its region by itself and only the profile lists some.
    private let isClosed: Bool

    init(own: CloudLayer, profile: CloudLayer) throws(CloudsError) {
        listSetting = own.mentions("regions") ? own["regions"] : profile["regions"]
        let ownName = own.mentions("region_name") || own["regions"] != nil
        nameSetting = ownName ? own["region_name"] : profile["region_name"]
        known = if let listSetting { try Self.list(listSetting) } else { [] }
        chosen = if let nameSetting { try Self.names(nameSetting) } else { [] }
        isClosed = own["region_name"] == nil || own["regions"] != nil
    }

    /// The regions to watch: the one asked for, else those of `region_name`, else all of `regions`, else any.
    func choose(_ asked: String?) throws(CloudsError) -> [Region] {
        if let asked { return [try region(asked, at: listSetting)] }
        var regions: [Region] = []
        for name in chosen { regions.append(try region(name, at: nameSetting)) }
        if !regions.isEmpty { return regions }
        return known.isEmpty ? [Region(name: nil)] : known
    }

    private func region(_ name: String, at setting: CloudSetting?) throws(CloudsError) -> Region {
        if let region = known.first(where: { $0.name == name }) { return region }
        if isClosed, !known.isEmpty, let setting {
            let names = CloudsError.list(known.compactMap(\.name))
            throw setting.error("there is no region \"\(YAMLError.shown(key: name))\"; its regions are \(names)")
        }
        return Region(name: name)
    }

    /// `region_name`: one name, several with commas as of old, or a list.
    private static func names(_ setting: CloudSetting) throws(CloudsError) -> [String] {
        guard setting.node.items == nil else { return try list(setting).compactMap(\.name) }
        let parts = try setting.line()?.split(separator: ",") ?? []
        return parts.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// `regions`: names, or mappings of `name` and `values`.
    private static func list(_ setting: CloudSetting) throws(CloudsError) -> [Region] {
        guard let items = setting.node.items else {
            throw setting.error("expected a list of names, or of mappings of name and values")
        }
        var regions: [Region] = []
        var seen: Set<String> = []
        for item in items {
            let region = try self.region(item, of: setting)
            guard let name = region.name, seen.insert(name).inserted else {
                throw CloudSetting(key: setting.key, node: item).error("a region that stands twice")
            }
            regions.append(region)
        }
        return regions
    }

    private static func region(_ item: YAMLNode, of list: CloudSetting) throws(CloudsError) -> Region {
        let place = CloudSetting(key: list.key, node: item)
        guard item.entries != nil else {
            guard let name = try place.line() else { throw place.error("a region without a name") }
            return Region(name: name)
        }
        do throws(YAMLError) {
            try item.expectKeys(["name", "values"])
        } catch {
            throw CloudsError(file: error.file, line: error.line, key: list.key, message: error.message)
        }
        let nameSetting = item["name"].map { CloudSetting(key: list.key + ".name", node: $0) }
        guard let name = try nameSetting?.line() else { throw place.error("a region without a name") }
        guard let values = item["values"] else { return Region(name: name) }
        let path = "\(list.key).\(YAMLError.shown(key: name)).values"
        return Region(name: name, values: try CloudLayer(values, path: path).withoutNulls())
    }
}
