/// A whole answer.
package struct Response: Sendable {
    package let status: Int
    /// In the order received.
    package let headers: [Header]
    package let body: Body
    /// Bytes of the body as they came over the wire, before decompression.
    package let wireBytes: Int

    package init(status: Int, headers: [Header] = [], body: Body, wireBytes: Int? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.wireBytes = wireBytes ?? body.count
    }

    /// The first field of that name, in any case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
