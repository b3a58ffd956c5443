import HTTPClient

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
    package var encoded: String { Percent.encoded(name.utf8) + "=" + Percent.encoded(value.utf8) }
}
