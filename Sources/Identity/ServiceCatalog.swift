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

    /// Regions and interfaces that an error names at most.
    private static let mostNamed = 20

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
            let name = "\(Self.interface(endpoint.interface)) in \(endpoint.regionName ?? "no region")"
            if !named.contains(name), named.count < mostNamed { named.append(name) }
        }
        return "\(wanted); it has \(named.joined(separator: ", "))"
    }
}

/// The address of an image API.
enum ImageEndpoint {
    /// `url` without what is not its own: slashes and a version at its end; a prefix stays.
    static func base(of url: String) throws(IdentityError) -> String {
        var base = Substring(url)
        while base.hasSuffix("/") { base = base.dropLast() }
        if let slash = base.lastIndex(of: "/"), isVersion(base[base.index(after: slash)...]) {
            base = base[..<slash]
            while base.hasSuffix("/") { base = base.dropLast() }
        }
        let scheme = ["http://", "https://"].first { base.lowercased().hasPrefix($0) }
        guard let scheme, let host = base.dropFirst(scheme.count).first, host != "/",
            base.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"$%?#{}\"<>\\".utf8.contains($0) })
        else { throw .noEndpoint("the image endpoint's address is not an http or https address of a host") }
        return String(base)
    }

    /// `v2`, `v2.9`.
    private static func isVersion(_ text: Substring) -> Bool {
        text.count > 1 && text.first == "v" && text.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }
}
