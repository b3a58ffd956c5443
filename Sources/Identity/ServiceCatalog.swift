/// A token's catalog of services, and the choice of the image endpoint from it.
struct ServiceCatalog: Sendable {
    struct Service: Decodable, Sendable {
        var type: String
        var endpoints: Lenient<[Lenient<Endpoint>]>?
    }

    struct Endpoint: Decodable, Sendable {
        var interface: String
        var url: String?
        var regionID: String?
        var region: String?

        var regionName: String? { regionID ?? region }

        enum CodingKeys: String, CodingKey {
            case interface, url, region
            case regionID = "region_id"
        }
    }

    /// Endpoints that an error names at most, and characters of each one's interface and of its region.
    private static let mostNamed = 20
    private static let mostOfName = 64

    var services: [Service]

    /// The first image endpoint of the interface and, where one is given, of the region; as `ImageEndpoint` writes it.
    func imageEndpoint(interface: EndpointInterface, region: String?) throws(IdentityError) -> String {
        let endpoints = services.filter { $0.type == "image" }
            .flatMap { ($0.endpoints?.value ?? []).compactMap(\.value) }
            .filter { !($0.url ?? "").isEmpty }
        let chosen = endpoints.first { endpoint in
            Self.interface(endpoint.interface) == interface.rawValue
                && (region.map { $0 == endpoint.regionName } ?? true)
        }
        guard let url = chosen?.url else {
            throw .noEndpoint(Self.missing(interface, region, among: endpoints))
        }
        return try ImageEndpoint.base(of: url)
    }

    /// `publicURL` is how older catalogs write `public`.
    private static func interface(_ name: String) -> String {
        name.hasSuffix("URL") ? String(name.dropLast(3)) : name
    }

    private static func missing(
        _ interface: EndpointInterface, _ region: String?, among endpoints: [Endpoint]
    ) -> String {
        let place = region.map { " in region \($0)" } ?? ""
        let wanted = "the catalog has no \(interface.rawValue) image endpoint\(place)"
        guard !endpoints.isEmpty else { return wanted + ": it has no image endpoint at all" }
        var named: [String] = []
        for endpoint in endpoints {
            let name =
                "\(shown(Self.interface(endpoint.interface))) in \(endpoint.regionName.map(shown) ?? "no region")"
            guard !named.contains(name) else { continue }
            named.append(name)
            guard named.count <= mostNamed else {
                named[mostNamed] = "…"
                break
            }
        }
        return "\(wanted); it has \(named.joined(separator: ", "))"
    }

    private static func shown(_ name: String) -> String { ServerText.line(name, most: mostOfName) }
}
