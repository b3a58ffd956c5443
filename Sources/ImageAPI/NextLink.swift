import HTTPClient

/// What of a page's `next` is followed: its query. Scheme, host and path are the server's view and not ours.
struct NextLink: Equatable {
    /// Without `?`, fit to be sent.
    let query: String
    /// Value of the parameter `marker`, as encoded.
    let marker: String

    /// In bytes; servers repeat our own query and a marker, some hundred bytes.
    static let maximumLength = 8192

    init(query: String, marker: String) {
        self.query = query
        self.marker = marker
    }

    init(_ link: String) throws(ImageAPIError) {
        guard link.utf8.count <= Self.maximumLength else {
            throw .malformed("\"next\" is longer than \(Self.maximumLength) bytes")
        }
        let withoutFragment = link.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard let mark = withoutFragment.firstIndex(of: UInt8(ascii: "?")) else {
            throw .malformed("\"next\" has no query")
        }
        query = try Self.sendable(withoutFragment[withoutFragment.index(after: mark)...])
        marker = try Self.marker(in: query)
    }

    /// Encodes what may not stand in a query and leaves alone what is encoded.
    private static func sendable(_ query: Substring.UTF8View) throws(ImageAPIError) -> String {
        var text: [UInt8] = []
        var rest = query[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(Percent.isHexDigit) else {
                    throw .malformed("\"next\" holds a % that encodes nothing")
                }
                text.append(byte)
            } else if Percent.isAllowedInQuery(byte) {
                text.append(byte)
            } else if byte < 0x20 || byte == 0x7F {
                throw .malformed("\"next\" holds a control character")
            } else {
                Percent.append(byte, to: &text)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func marker(in query: String) throws(ImageAPIError) -> String {
        let name = "marker="
        let markers = query.split(separator: "&").filter { $0.hasPrefix(name) }
        guard let marker = markers.first, marker.count > name.count else {
            throw .malformed("\"next\" has no marker")
        }
        guard markers.count == 1 else { throw .malformed("\"next\" has more than one marker") }
        return String(marker.dropFirst(name.count))
    }
}
