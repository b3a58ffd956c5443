/// The address of an image API.
enum ImageEndpoint {
    /// Characters of an address that an error shows.
    private static let mostShown = 200

    /// `url` without what is not its own: slashes and a version at its end; a prefix stays.
    static func base(of url: String) throws(IdentityError) -> String {
        guard let scheme = ["http://", "https://"].first(where: url.lowercased().hasPrefix),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"$%?#{}\"<>\\".utf8.contains($0) })
        else { throw unusable(url) }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" }
        guard let first = authority.first, first != ":", !authority.contains("@") else { throw unusable(url) }
        var path = withoutSlashes(url[authority.endIndex...])
        if let slash = path.lastIndex(of: "/"), isVersion(path[path.index(after: slash)...]) {
            path = withoutSlashes(path[..<slash])
        }
        return String(url[..<path.endIndex])
    }

    private static func withoutSlashes(_ path: Substring) -> Substring {
        var path = path
        while path.hasSuffix("/") { path = path.dropLast() }
        return path
    }

    /// `v2`, `v2.9`.
    private static func isVersion(_ text: Substring) -> Bool {
        text.count > 1 && text.first == "v" && text.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }

    /// An address that bears a user may bear a password, and is not shown.
    private static func unusable(_ url: String) -> IdentityError {
        let shown = url.contains("@") ? "" : " " + ServerText.line(url, most: mostShown)
        return .noEndpoint(
            "the image endpoint's address\(shown) cannot be used: expected http or https, a host, "
                + "and no user, placeholder or query")
    }
}
