import YAML

/// Checks an entry and makes its clouds, one for each region that is to be watched.
struct CloudResolution {
    let entry: CloudEntry
    let search: CloudsSearch

    /// - Parameter asked: the region asked for; nil for what the entry says.
    func clouds(region asked: String?) throws(CloudsError) -> [Cloud] {
        let regions = try entry.regions.choose(asked)
        var clouds: [Cloud] = []
        for region in regions {
            let name = [entry.name, regions.count > 1 ? region.name : nil].compactMap(\.self).joined(separator: "-")
            clouds.append(try cloud(named: name, in: region))
        }
        return clouds
    }

    private func cloud(named name: String, in region: CloudRegions.Region) throws(CloudsError) -> Cloud {
        let layer = region.values.over(entry.layer)
        try refuseOldIdentity(layer)
        let kind = try CloudAuthKind.choose(layer)
        var cloud = Cloud(
            name: name, authURL: kind.namesItsIdentity ? try authURL(layer, region.name) : nil,
            authentication: try CloudAuthentication(entry: entry, layer: layer, region: region.name)
                .authentication(kind))
        cloud.region = try layer["image_region_name"]?.line() ?? region.name
        cloud.interface = try CloudTransport.interface(layer)
        cloud.imageEndpointOverride = try endpoint(layer, region.name, kind)
        if kind.isAccessKey { cloud.authURL = try authURL(layer, region.name, isNeeded: cloud.asksIdentity) }
        cloud.transport = try CloudTransport.settings(layer, search)
        return cloud
    }

    private func authURL(
        _ layer: CloudLayer, _ region: String?, isNeeded: Bool = true
    ) throws(CloudsError) -> String? {
        if let url = try CloudAddress.address(layer["auth_url"], region: region) { return url }
        guard isNeeded else { return nil }
        let missing = "\(entry.shown("auth_url")) is missing"
        guard let profile = entry.missingProfile else { throw entry.error(missing) }
        throw entry.error("\(missing), and no clouds-public.yaml has the profile \"\(YAMLError.shown(key: profile))\"")
    }

    private func endpoint(
        _ layer: CloudLayer, _ region: String?, _ kind: CloudAuthKind
    ) throws(CloudsError) -> String? {
        let override = try CloudAddress.address(layer["image_endpoint_override"], region: region)
        guard kind == .none else { return override }
        if let override { return override }
        if let address = try CloudAddress.address(layer["endpoint"], region: region) { return address }
        throw entry.error("\(entry.shown("image_endpoint_override")) is missing, which auth_type none needs")
    }

    private func refuseOldIdentity(_ layer: CloudLayer) throws(CloudsError) {
        guard let setting = layer["identity_api_version"], let given = try setting.line() else { return }
        let version = given.hasPrefix("v") ? given.dropFirst() : given[...]
        guard version == "3" || version.hasPrefix("3.") else {
            throw setting.error("\"\(YAMLError.shown(key: given))\" is not supported; allowed is 3")
        }
    }
}
