import Identity

/// The address of a proxy, as libcurl takes it.
enum ProxyAddress {
    private static let schemes = ["http://", "https://", "socks5://", "socks5h://"]

    /// - Throws: `CloudsError`, which shows nothing of an address with a user or password in it.
    static func read(_ value: FileValue) throws(CloudsError) -> String {
        let text = try value.text()
        let lower = text.lowercased()
        guard !text.contains("@") else {
            throw value.place.error("a user or password in it is refused here; HTTPS_PROXY may hold them")
        }
        guard let scheme = schemes.first(where: lower.hasPrefix) else {
            throw value.place.error(
                "\(value.shown(text)) is not the address of a proxy; expected one that begins with "
                    + schemes.joined(separator: ", "))
        }
        var rest = text.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.contains(where: { " /?#\\".contains($0) }), hasHostAndPort(rest) else {
            throw value.place.error(
                "\(value.shown(text)) is not the address of a proxy; expected one like http://proxy:3128")
        }
        return text
    }

    /// `host`, `host:port` or `[v6]:port`.
    private static func hasHostAndPort(_ text: Substring) -> Bool {
        var port = text
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), text.distance(from: text.startIndex, to: end) > 1 else {
                return false
            }
            port = text[text.index(after: end)...]
        } else {
            let host = text.prefix { $0 != ":" }
            guard !host.isEmpty else { return false }
            port = text.dropFirst(host.count)
        }
        guard let colon = port.first else { return true }
        guard colon == ":", port.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        return Int(port.dropFirst()).map { (1...65_535).contains($0) } ?? false
    }
}
