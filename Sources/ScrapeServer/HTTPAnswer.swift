import Exposition
import NIOCore

/// An answer of the endpoint, before its way onto the wire.
package struct HTTPAnswer: Sendable, Equatable {
    package var status: Int
    package var fields: [(name: String, value: String)]
    package var body: MetricsBytes
    package var handler: ScrapeHandlerName

    init(
        _ status: Int, _ handler: ScrapeHandlerName, type: String = "text/plain; charset=utf-8",
        fields: [(name: String, value: String)] = [], body: MetricsBytes
    ) {
        self.status = status
        self.handler = handler
        self.body = body
        self.fields =
            [("Content-Type", type), ("Content-Length", "\(body.count)"), ("X-Content-Type-Options", "nosniff")]
            + fields
    }

    init(_ status: Int, _ handler: ScrapeHandlerName, text: String, fields: [(name: String, value: String)] = []) {
        self.init(status, handler, fields: fields, body: MetricsBytes([UInt8]("\(text)\n".utf8)))
    }

    /// The same head, with the length of the body that is not sent.
    var withoutBody: Self {
        var answer = self
        answer.body = MetricsBytes([])
        return answer
    }

    /// The same answer, with these headers instead of its own of their names.
    func with(_ headers: [WebConfig.Header]) -> Self {
        var answer = self
        for header in headers {
            answer.fields.removeAll { $0.name == header.name }
            answer.fields.append((header.name, header.value))
        }
        return answer
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.status == other.status && one.body == other.body && one.handler == other.handler
            && one.fields.elementsEqual(other.fields) { $0 == $1 }
    }
}

/// Answers to what never reaches a route.
extension HTTPAnswer {
    static let badRequest = HTTPAnswer(400, .other, text: "Bad request")
    static let unauthorized = HTTPAnswer(
        401, .other, text: "Unauthorized", fields: [("WWW-Authenticate", "Basic")])
    static let requestTimeout = HTTPAnswer(408, .other, text: "Request timeout")
    static let contentTooLarge = HTTPAnswer(413, .other, text: "Content too large")
    static let tooOften = HTTPAnswer(429, .other, text: "Too many requests")
    static let internalError = HTTPAnswer(500, .other, text: "Internal server error")
    static let headTooLarge = HTTPAnswer(431, .other, text: "Request header fields too large")
    static let notImplemented = HTTPAnswer(501, .other, text: "Not implemented")
    static let versionNotSupported = HTTPAnswer(505, .other, text: "HTTP version not supported")
    static let tooManyConnections = HTTPAnswer(503, .other, text: "Too many connections")
    static let tooManyWaiting = HTTPAnswer(503, .other, text: "Too many requests waiting")

    static let tooManyRequests = HTTPAnswer(
        503, .other, text: "Too many requests in flight", fields: [("Retry-After", "1")])
    static let tooManyPasswords = HTTPAnswer(
        503, .other, text: "Too many passwords to compare", fields: [("Retry-After", "1")])
}
