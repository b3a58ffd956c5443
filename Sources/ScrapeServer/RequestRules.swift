import NIOHTTP1

/// What a request's head must keep to beyond what the parser asks.
enum RequestRules {
    /// The answer to a head that breaks a rule; the connection is then closed.
    static func refusal(of head: HTTPRequestHead, _ configuration: ServerConfiguration) -> HTTPAnswer? {
        guard head.version.major == 1 else { return HTTPAnswer(505, .other, text: "HTTP version not supported") }
        guard headBytes(of: head) <= configuration.maxHeadBytes else {
            return HTTPAnswer(431, .other, text: "Request header fields too large")
        }
        guard head.uri.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), head.headers.allSatisfy(isSound),
            hasHost(head), !isAmbiguous(head)
        else { return HTTPAnswer(400, .other, text: "Bad request") }
        if let length = head.headers.first(name: "Content-Length").flatMap(Int.init),
            length > configuration.maxBodyBytes
        {
            return HTTPAnswer(413, .other, text: "Content too large")
        }
        return nil
    }

    private static func headBytes(of head: HTTPRequestHead) -> Int {
        head.headers.reduce(head.uri.utf8.count + head.method.rawValue.utf8.count + 12) { sum, field in
            sum + field.name.utf8.count + field.value.utf8.count + 4
        }
    }

    private static func isSound(_ field: (name: String, value: String)) -> Bool {
        field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func hasHost(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["Host"]
        return hosts.count == 1 || (head.version.minor == 0 && hosts.isEmpty)
    }

    /// Two lengths, or a length beside a transfer coding, are the stuff of request smuggling.
    private static func isAmbiguous(_ head: HTTPRequestHead) -> Bool {
        let lengths = head.headers["Content-Length"].count
        return lengths > 1 || (lengths > 0 && head.headers.contains(name: "Transfer-Encoding"))
    }
}
