/// The part of an absolute http or https URL that may be logged and that decides how it is fetched.
struct Address: Sendable, Equatable {
    var isTLS: Bool
    var host: String
    var port: String

    /// Nil where the URL is not absolute, not http or https, has no host, or holds a control character or a space.
    init?(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let scheme = url.range(of: "://") else { return nil }
        switch url[..<scheme.lowerBound].lowercased() {
        case "http": isTLS = false
        case "https": isTLS = true
        default: return nil
        }
        var authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        let bracket = authority.lastIndex(of: "]")
        let colon = authority.lastIndex(of: ":").flatMap { colon in bracket.map { $0 < colon } ?? true ? colon : nil }
        host = String(authority[..<(colon ?? authority.endIndex)])
        port = colon.map { String(authority[authority.index(after: $0)...]) } ?? (isTLS ? "443" : "80")
        if host.isEmpty { return nil }
    }

    /// For logs.
    var text: String { "\(host):\(port)" }

    /// True for loopback and private literal addresses and `localhost`: compressing costs more there than it saves.
    var isNear: Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        if name.hasPrefix("[") {
            return name == "[::1]" || ["[fc", "[fd", "[fe80:"].contains { name.hasPrefix($0) }
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil else {
            return false
        }
        return first == 127 || first == 10 || (first == 192 && second == 168) || (first == 172 && (16...31).contains(second))
            || (first == 169 && second == 254)
    }
}

extension String {
    /// The first occurrence of a text.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
