/// What a request is made for; the label `operation` of the request metrics.
package enum Operation: String, CaseIterable, Sendable {
    case discovery, token, list, quota, members, metadata
}

/// One header field, name as written.
package struct Header: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The bounds of one transfer; each one passed ends it with a `TransferError`.
package struct TransferLimits: Sendable, Equatable {
    /// Name lookup, TCP and TLS together.
    package var connect: Duration = .seconds(10)
    /// From the request's end to the first byte of the answer.
    package var firstByte: Duration = .seconds(60)
    /// Longest stretch in which fewer than one byte a second arrives, once the answer has begun.
    package var stall: Duration = .seconds(30)
    /// The whole transfer.
    package var total: Duration = .seconds(600)
    /// Body after decompression, in bytes.
    package var bodyBytes = 64 << 20
    /// Status line and header fields, in bytes.
    package var headBytes = 64 << 10

    package init() {}
}

/// One HTTP request; `url` is absolute, http or https. Redirects are never followed.
package struct Request: Sendable {
    /// The methods that clouds are asked by (RFC 9110).
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    package var operation: Operation
    package var method: Method
    package var url: String
    package var headers: [Header]
    package var body: [UInt8]?
    package var limits = TransferLimits()
    /// True where no proxy may stand between, whatever the settings say.
    package var isDirect = false

    package init(
        _ operation: Operation, _ method: Method, _ url: String, headers: [Header] = [], body: [UInt8]? = nil
    ) {
        self.operation = operation
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
