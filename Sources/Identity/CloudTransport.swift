import HTTPClient
import YAML

/// Trust and endpoint choice of one cloud.
enum CloudTransport {
    static func settings(_ layer: CloudLayer, _ search: CloudsSearch) throws(CloudsError) -> TransportSettings {
        var settings = TransportSettings()
        settings.verify = try layer["verify"]?.bool() ?? true
        if try layer["insecure"]?.bool() ?? false { settings.verify = false }
        settings.caFile = try layer["cacert"]?.line().map(search.expanded)
        settings.certificateFile = try layer["cert"]?.line().map(search.expanded)
        settings.keyFile = try layer["key"]?.line().map(search.expanded)
        return settings
    }

    /// The image service's own interface, else the cloud's, with a trailing `URL` dropped.
    static func interface(_ layer: CloudLayer) throws(CloudsError) -> EndpointInterface {
        guard let setting = layer["image_interface"] ?? layer["interface"], let given = try setting.line() else {
            return .public
        }
        let name = given.hasSuffix("URL") ? String(given.dropLast(3)) : given
        guard let interface = EndpointInterface(rawValue: name) else {
            let allowed = EndpointInterface.allCases.map(\.rawValue).joined(separator: ", ")
            throw setting.error("\"\(YAMLError.shown(key: given))\" is not an interface; allowed are \(allowed)")
        }
        return interface
    }
}
