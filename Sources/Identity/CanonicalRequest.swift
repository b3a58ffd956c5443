import HTTPClient

/// A request in the one spelling that client and gateway both sign.
struct CanonicalRequest {
    /// Header fields that are signed, `;` between them.
    let signedNames: String
    /// What is hashed for the signature.
    let text: String

    /// - Parameters:
    ///   - url: absolute; its host is signed with the port where it is not the scheme's own.
    ///   - headers: fields to sign beside the host; those with `_` in their name are passed over, as gateways drop them.
    ///     An `X-Sdk-Content-Sha256` among them stands for the body's hash.
    init(method: String, url: String, headers: [Header], body: [UInt8]) {
        let parts = Self.parts(url)
        let fields = (headers.filter { $0.name.lowercased() != "host" } + [Header("host", parts.host)])
            .filter { !$0.name.contains("_") }
            .map { (name: $0.name.lowercased(), value: Self.trimmed($0.value)) }
            .sorted { $0.name < $1.name }
        signedNames = fields.map(\.name).joined(separator: ";")
        let hash =
            fields.first { $0.name == "x-sdk-content-sha256" }.map { String($0.value) }
            ?? Digest.hexadecimal(Digest.sha256(body))
        text = [
            method, Self.path(parts.path), Self.query(parts.query), fields.map { "\($0.name):\($0.value)\n" }.joined(),
            signedNames, hash,
        ].joined(separator: "\n")
    }

    /// A `+` in a query is a space to some servers and a plus to others: a URL without one. It is taken as a space, as
    /// servers write it in the links that they make.
    static func unambiguous(_ url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        return String(url[..<mark] + url[mark...].replacing("+", with: "%20"))
    }

    private static func parts(_ url: String) -> (host: String, path: Substring, query: Substring) {
        let scheme = url.firstRange(of: "://").map { url[..<$0.lowerBound].lowercased() } ?? ""
        let rest = url[(url.firstRange(of: "://")?.upperBound ?? url.startIndex)...].prefix { $0 != "#" }
        var host = rest.prefix { !"/?".contains($0) }
        let target = rest[host.endIndex...]
        // What libcurl leaves out of the field Host.
        if let own = ["http": ":80", "https": ":443"][scheme], host.hasSuffix(own) { host = host.dropLast(own.count) }
        let path = target.prefix { $0 != "?" }
        return (String(host), path, target[path.endIndex...].dropFirst())
    }

    /// Each segment encoded anew; always with a slash at its end.
    private static func path(_ path: Substring) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let encoded = segments.map { Percent.encoded(Percent.decoded($0)) }.joined(separator: "/")
        return encoded.hasSuffix("/") ? encoded : encoded + "/"
    }

    /// Sorted by name, then by value, in the order of their bytes before they are encoded; each with its `=`.
    private static func query(_ query: Substring) -> String {
        let items = query.split(separator: "&").map { item in
            let name = item.prefix { $0 != "=" }
            return (name: Percent.decoded(name), value: Percent.decoded(item[name.endIndex...].dropFirst()))
        }
        let sorted = items.sorted { first, second in
            first.name == second.name
                ? first.value.lexicographicallyPrecedes(second.value)
                : first.name.lexicographicallyPrecedes(second.name)
        }
        return sorted.map { Percent.encoded($0.name) + "=" + Percent.encoded($0.value) }.joined(separator: "&")
    }

    private static func trimmed(_ value: String) -> Substring {
        var value = value[...]
        while let first = value.first, first.isWhitespace { value = value.dropFirst() }
        while let last = value.last, last.isWhitespace { value = value.dropLast() }
        return value
    }
}
