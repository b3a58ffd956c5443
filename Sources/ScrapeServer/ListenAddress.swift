/// Where to listen: `HOST:PORT`, `[IPv6]:PORT`, `:PORT` for every address of the machine, or `unix:PATH`.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// An address or a name; nil: every address.
    package var host: String?
    /// 0: any free port.
    package var port: Int
    /// A socket of the file system, instead of host and port.
    package var path: String?

    /// Why a text is no address.
    package struct Invalid: Error, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// Of a host's name, by DNS.
    static let maxHostBytes = 253
    /// Of a socket's path: what the system's address structure holds.
    static let maxPathBytes = 107

    private static let unixScheme = "unix:"

    /// Reads one address, without looking a name up.
    package init(_ text: String) throws(Invalid) {
        if text.hasPrefix(Self.unixScheme) {
            let path = text.dropFirst(Self.unixScheme.count).trimmingPrefix("//")
            guard (1...Self.maxPathBytes).contains(path.utf8.count), !path.utf8.contains(0) else {
                throw Self.invalid(text, "the path of a socket has 1 to \(Self.maxPathBytes) bytes")
            }
            (host, port, self.path) = (nil, 0, String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            throw Self.invalid(text, "it does not end in a port from 0 to 65535")
        }
        var host = text[..<colon]
        if host.hasPrefix("[") || host.hasSuffix("]") {
            guard host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") else {
                throw Self.invalid(text, "brackets are for a whole IPv6 address")
            }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw Self.invalid(text, "an IPv6 address stands in brackets")
        }
        guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"/\"<>[]@?#".utf8.contains($0) }) else {
            throw Self.invalid(text, "its host holds a character that none may")
        }
        guard host.utf8.count <= Self.maxHostBytes else {
            throw Self.invalid(text, "its host is longer than \(Self.maxHostBytes) bytes")
        }
        self.host = host.isEmpty ? nil : String(host)
        self.port = Int(port)
    }

    /// A socket that listens already.
    init(passed socket: CInt) {
        (host, port, path) = ("descriptor", Int(socket), nil)
    }

    package var description: String {
        if let path { return Self.unixScheme + path }
        guard let host else { return ":\(port)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func port(_ text: Substring) -> UInt16? {
        text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? UInt16(text) : nil
    }

    private static func invalid(_ text: String, _ problem: String) -> Invalid {
        Invalid(
            description:
                "\"\(text)\" is not an address to listen on: \(problem); expected HOST:PORT, :PORT or unix:PATH")
    }
}
