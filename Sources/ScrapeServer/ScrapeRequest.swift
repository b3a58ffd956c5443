import NIOHTTP1

/// What of a request's head the answer depends on.
struct ScrapeRequest: Sendable, Equatable {
    var method: String
    var target: String
    var acceptEncoding: String?
    /// The connection ends with the answer.
    var isLast: Bool
    /// HTTP/1.0, whose connections stay open only if the answer says so.
    var isOld: Bool
    /// The client waits for a word before it sends the body that nobody wants: the answer is that word.
    var expectsContinue: Bool

    init(_ head: HTTPRequestHead) {
        method = head.method.rawValue
        target = head.uri
        let encodings = head.headers[canonicalForm: "Accept-Encoding"]
        acceptEncoding = encodings.isEmpty ? nil : encodings.joined(separator: ",")
        expectsContinue = head.headers.contains(name: "Expect")
        isOld = head.version.minor == 0
        // The decoder reads nothing behind a CONNECT or an upgrade, and neither is done here.
        isLast =
            !head.isKeepAlive || expectsContinue || head.method == .CONNECT || head.headers.contains(name: "Upgrade")
    }

    var isHead: Bool { method == "HEAD" }
}
