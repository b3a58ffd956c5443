import Exposition

/// The routes: what is answered to a method and a path; nothing of a request is ever repeated in an answer.
package struct Endpoint: Sendable {
    private let telemetryPath: String
    private let metrics: @Sendable (ContentEncoding) -> [UInt8]
    private let isReady: @Sendable () -> Bool
    private let landing: @Sendable () -> LandingPage

    /// `metrics` gives the whole exposition, encoded as asked.
    package init(
        telemetryPath: String, metrics: @escaping @Sendable (ContentEncoding) -> [UInt8],
        isReady: @escaping @Sendable () -> Bool, landing: @escaping @Sendable () -> LandingPage
    ) {
        self.telemetryPath = telemetryPath
        self.metrics = metrics
        self.isReady = isReady
        self.landing = landing
    }

    /// The answer to a request; that to HEAD has the body that GET would have, which is not sent.
    package func answer(method: String, target: String, acceptEncoding: String?) -> HTTPAnswer {
        let handler = handler(of: target)
        guard handler != .other else { return HTTPAnswer(404, .other, text: "Not found") }
        guard method == "GET" || method == "HEAD" else {
            return HTTPAnswer(405, handler, text: "Method not allowed", fields: [("Allow", "GET, HEAD")])
        }
        return switch handler {
        case .metrics: exposition(ContentEncoding.negotiated(acceptEncoding))
        case .landing: landingPage()
        case .healthy: HTTPAnswer(200, .healthy, text: "Healthy")
        case .ready where isReady(): HTTPAnswer(200, .ready, text: "Ready")
        case .ready: HTTPAnswer(503, .ready, text: "Not every cloud was polled yet")
        case .other: HTTPAnswer(404, .other, text: "Not found")
        }
    }

    /// The route of a request's target, which may be a path or, from a proxy, a whole URL.
    package func handler(of target: String) -> ScrapeHandlerName {
        switch Self.path(of: target) {
        case telemetryPath: .metrics
        case "/": .landing
        case "/-/healthy": .healthy
        case "/-/ready": .ready
        default: .other
        }
    }

    private static func path(of target: String) -> String {
        var rest = target.utf8[...]
        for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.utf8.count).drop { !"/?#".utf8.contains($0) }
            if rest.first != UInt8(ascii: "/") { return "/" }
        }
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }, as: UTF8.self)
    }

    private func exposition(_ encoding: ContentEncoding) -> HTTPAnswer {
        var fields = [(name: "Vary", value: "Accept, Accept-Encoding")]
        if encoding == .gzip { fields.append(("Content-Encoding", "gzip")) }
        return HTTPAnswer(200, .metrics, type: TextFormat.contentType, fields: fields, body: metrics(encoding))
    }

    private func landingPage() -> HTTPAnswer {
        HTTPAnswer(
            200, .landing, type: "text/html; charset=utf-8",
            fields: [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")],
            body: [UInt8](landing().html(telemetryPath: telemetryPath).utf8))
    }
}
