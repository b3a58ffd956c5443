/// The variable NO_PROXY. OpenStack's own clients take an entry with a port, which libcurl never finds.
enum NoProxy {
    /// The entries as libcurl wants them for one address: those with its port without it, those with another one left out.
    static func entries(_ text: String, for address: Address) -> String {
        text.split { $0 == "," || $0 == " " || $0 == "\t" }
            .compactMap { entry in
                guard let (host, port) = split(entry) else { return entry }
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
