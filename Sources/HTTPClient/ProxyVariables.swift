/// The variables that name proxies, as libcurl reads them: lower case first, and the proxy for http in that alone. Read
/// here once, so that an entry of NO_PROXY may hold a port.
struct ProxyVariables: Sendable, Equatable {
    var http: String?
    var https: String?
    /// Hosts to be reached without; as it is written.
    var exceptions: String

    init(_ environment: [String: String]) {
        let first = { (names: [String]) in
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        http = first(["http_proxy", "all_proxy", "ALL_PROXY"])
        https = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        exceptions = first(["no_proxy", "NO_PROXY"]) ?? ""
    }

    /// The proxy for an address, unless libcurl finds it among `exceptions(for:)`.
    func proxy(for address: Address) -> String? { address.isTLS ? https : http }

    /// The exceptions as libcurl wants them for one address: OpenStack's own clients take an entry with a port, which
    /// libcurl never finds. Those with its port come without it, those with another one are left out.
    func exceptions(for address: Address) -> String {
        exceptions.split { $0 == "," || $0 == " " || $0 == "\t" }
            .compactMap { entry in
                guard let (host, port) = Self.split(entry) else { return entry }
                return port == address.port ? host : nil
            }
            .joined(separator: ",")
    }

    /// Host and port of `host:port` and `[address]:port`; nil for an entry without a port.
    private static func split(_ entry: Substring) -> (Substring, Substring)? {
        guard let colon = entry.lastIndex(of: ":") else { return nil }
        let (host, port) = (entry[..<colon], entry[entry.index(after: colon)...])
        let isPort = !port.isEmpty && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        return isPort && !host.isEmpty && (isBracketed || !host.contains(":")) ? (host, port) : nil
    }
}
