/// One parameter of a list request; both parts as they are meant, not encoded.
package struct QueryItem: Sendable, Hashable {
    /// Decoded.
    package var name: String
    /// Decoded.
    package var value: String

    /// A parameter of this name and value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// `name=value`, every byte outside RFC 3986's unreserved set percent-encoded.
    package var encoded: String { Self.encode(name) + "=" + Self.encode(value) }

    private static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if Percent.isUnreserved(byte) { encoded.append(byte) } else { Percent.append(byte, to: &encoded) }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
