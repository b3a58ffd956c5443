/// An answer of the endpoint, before its way onto the wire.
package struct HTTPAnswer: Sendable, Equatable {
    package var status: Int
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]
    package var handler: ScrapeHandlerName

    init(
        _ status: Int, _ handler: ScrapeHandlerName, type: String = "text/plain; charset=utf-8",
        fields: [(name: String, value: String)] = [], body: [UInt8]
    ) {
        self.status = status
        self.handler = handler
        self.body = body
        self.fields =
            [("Content-Type", type), ("Content-Length", "\(body.count)"), ("X-Content-Type-Options", "nosniff")] + fields
    }

    init(_ status: Int, _ handler: ScrapeHandlerName, text: String, fields: [(name: String, value: String)] = []) {
        self.init(status, handler, fields: fields, body: [UInt8]("\(text)\n".utf8))
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.status == other.status && one.body == other.body && one.handler == other.handler
            && one.fields.elementsEqual(other.fields) { $0 == $1 }
    }
}
