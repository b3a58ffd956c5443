/// The part of an absolute http or https URL that may be logged and that decides how it is fetched.
struct Address: Sendable, Hashable {
    var isTLS: Bool
    /// In lower case; an IPv6 address keeps its brackets.
    var host: String
    var port: String

    /// Nil where the URL is not absolute, not http or https, has no host, has a port that is none, or holds a control
    /// character or a space.
    init?(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let separator = url.firstRange(of: "://") else {
            return nil
        }
        switch url[..<separator.lowerBound].lowercased() {
        case "http": isTLS = false
        case "https": isTLS = true
        default: return nil
        }
        var authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        let bracket = authority.lastIndex(of: "]")
        let colon = authority.lastIndex(of: ":").flatMap { colon in bracket.map { $0 < colon } ?? true ? colon : nil }
        host = authority[..<(colon ?? authority.endIndex)].lowercased()
        let given = colon.map { String(authority[authority.index(after: $0)...]) } ?? ""
        port = given.isEmpty ? (isTLS ? "443" : "80") : given
        let isPort = UInt16(port) != nil && !port.hasPrefix("+")
        let isBracketed = bracket.map { authority.index(after: $0) == colon ?? authority.endIndex } ?? true
        if host.isEmpty || !isPort || !isBracketed { return nil }
    }

    /// For logs.
    var text: String { "\(host):\(port)" }

    /// True for loopback and private literal addresses and `localhost`: compressing costs more there than it saves.
    var isNear: Bool {
        let name = host
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        if name.hasPrefix("[") { return Self.isNear(ipv6: name.dropFirst()) }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil else {
            return false
        }
        return switch (first, second) {
        case (127, _), (10, _), (192, 168), (169, 254), (172, 16...31): true
        default: false
        }
    }

    /// Loopback, unique local (fc00::/7) and link local (fe80::/10).
    private static func isNear(ipv6 name: Substring) -> Bool {
        if name.hasPrefix("::1]") { return true }
        guard let first = UInt16(name.prefix { $0 != ":" }, radix: 16) else { return false }
        return first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80
    }
}
