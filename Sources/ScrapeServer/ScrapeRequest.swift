import NIOHTTP1

/// What of a request's head the answer depends on.
struct ScrapeRequest: Sendable, Equatable {
    var method: String
    var target: String
    var accept: String?
    var acceptEncoding: String?
    /// Where it is given once.
    var authorization: String?
    /// How long the scraper waits, in seconds, as it said.
    var scrapeTimeout: Double?
    /// Something is to be fetched before the answer.
    var isRefreshing = false
    /// The connection ends with the answer.
    var isLast: Bool
    /// HTTP/1.0, whose connections stay open only if the answer says so.
    var isOld: Bool
    /// A stream of HTTP/2, which ends with its answer and says nothing of the connection.
    var isStream = false
    /// The client waits for a word before it sends the body that nobody wants: the answer is that word.
    var expectsContinue: Bool

    init(method: String, target: String, accept: String? = nil, acceptEncoding: String? = nil) {
        self.method = method
        self.target = target
        self.accept = accept
        self.acceptEncoding = acceptEncoding
        (isLast, isOld, expectsContinue) = (false, false, false)
    }

    init(_ head: HTTPRequestHead) {
        method = head.method.rawValue
        target = head.uri
        accept = Self.list("Accept", of: head)
        acceptEncoding = Self.list("Accept-Encoding", of: head)
        scrapeTimeout = head.headers.first(name: "X-Prometheus-Scrape-Timeout-Seconds").flatMap { Double($0) }
        let authorizations = head.headers["Authorization"]
        authorization = authorizations.count == 1 ? authorizations[0] : nil
        isStream = head.version.major > 1
        expectsContinue = head.headers.contains(name: "Expect")
        isOld = head.version == .http1_0
        // The decoder reads nothing behind a CONNECT or an upgrade, and neither is done here.
        isLast =
            isStream || !head.isKeepAlive || expectsContinue || head.method == .CONNECT
            || head.headers.contains(name: "Upgrade")
    }

    var isHead: Bool { method == "HEAD" }

    /// What the answer says of the connection, if anything.
    func connection(isLast: Bool) -> String? {
        isStream ? nil : isLast ? "close" : isOld ? "keep-alive" : nil
    }

    /// Seconds by which an answer is to be earlier than the scraper's own deadline.
    private static let scrapeMargin = 0.5

    /// Time from the request to its answer: the scraper's own less a margin, never less than half; nil without one, or
    /// with one that is no time.
    var answerLimit: Duration? {
        guard let seconds = scrapeTimeout, seconds.isFinite, seconds > 0 else { return nil }
        return .milliseconds(Int(min(max(seconds - Self.scrapeMargin, seconds / 2), 86_400) * 1000))
    }

    private static func list(_ name: String, of head: HTTPRequestHead) -> String? {
        let values = head.headers[canonicalForm: name]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
