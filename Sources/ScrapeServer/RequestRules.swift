import NIOHTTP1

/// What a request's head must keep to beyond what the parser asks.
enum RequestRules {
    /// The answer to a head that breaks a rule; the connection then ends.
    static func refusal(of head: HTTPRequestHead, _ configuration: ServerConfiguration) -> HTTPAnswer? {
        guard headBytes(of: head) <= configuration.maxHeadBytes else { return .headTooLarge }
        guard head.uri.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), head.headers.allSatisfy(isSound),
            hasHost(head), !isAmbiguous(head)
        else { return .badRequest }
        guard head.headers["Transfer-Encoding"].allSatisfy({ $0.lowercased() == "chunked" }) else {
            return .notImplemented
        }
        guard let text = head.headers.first(name: "Content-Length") else { return nil }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), !text.isEmpty else {
            return .badRequest
        }
        guard let length = Int(text), length <= configuration.maxBodyBytes else { return .contentTooLarge }
        return nil
    }

    /// The answer to bytes that the parser gave up on, by the line that they begin with where that is known.
    static func refusal(of error: HTTPParserError, _ line: RequestLine?) -> HTTPAnswer {
        if error == .headerOverflow { return .headTooLarge }
        guard let line else { return .badRequest }
        if line.majorVersion != 1 { return .versionNotSupported }
        return error == .invalidMethod ? .notImplemented : .badRequest
    }

    /// Request line, fields and the empty line, as they are where nothing pads them.
    private static func headBytes(of head: HTTPRequestHead) -> Int {
        let line = head.method.rawValue.utf8.count + head.uri.utf8.count + " HTTP/1.1\r\n\r\n".utf8.count + 1
        return head.headers.reduce(line) { $0 + $1.name.utf8.count + $1.value.utf8.count + ": \r\n".utf8.count }
    }

    private static func isSound(_ field: (name: String, value: String)) -> Bool {
        field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func hasHost(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["Host"]
        if hosts.isEmpty { return head.version == .http1_0 }
        return hosts.count == 1 && hosts[0].utf8.allSatisfy(isOfHost)
    }

    /// What a host's name, address and port are written with (RFC 3986, section 3.2.2).
    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~%!$&'()*+,;=:[]".utf8.contains(byte)
        }
    }

    /// Two lengths, or a length beside a transfer coding, are the stuff of request smuggling.
    private static func isAmbiguous(_ head: HTTPRequestHead) -> Bool {
        let lengths = head.headers["Content-Length"].count
        let isCoded = head.headers.contains(name: "Transfer-Encoding")
        return lengths > 1 || (lengths > 0 && isCoded) || (head.version == .http1_0 && isCoded)
    }
}
