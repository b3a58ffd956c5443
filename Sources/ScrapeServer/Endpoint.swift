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
        let path = String(target.prefix { $0 != "?" && $0 != "#" })
        let handler = handler(of: path)
        guard handler != .other else { return HTTPAnswer(404, .other, text: "Not found") }
        guard method == "GET" || method == "HEAD" else {
            return HTTPAnswer(405, handler, text: "Method not allowed", fields: [("Allow", "GET, HEAD")])
        }
        switch handler {
        case .metrics: return exposition(ContentEncoding.negotiated(acceptEncoding))
        case .landing:
            let page = landing().html(telemetryPath: telemetryPath)
            return HTTPAnswer(200, .landing, type: "text/html; charset=utf-8", body: [UInt8](page.utf8))
        case .healthy: return HTTPAnswer(200, .healthy, text: "Healthy")
        case .ready:
            return isReady()
                ? HTTPAnswer(200, .ready, text: "Ready") : HTTPAnswer(503, .ready, text: "Not every cloud was polled yet")
        case .other: return HTTPAnswer(404, .other, text: "Not found")
        }
    }

    private func handler(of path: String) -> ScrapeHandlerName {
        switch path {
        case telemetryPath: .metrics
        case "/": .landing
        case "/-/healthy": .healthy
        case "/-/ready": .ready
        default: .other
        }
    }

    private func exposition(_ encoding: ContentEncoding) -> HTTPAnswer {
        var fields = [(name: "Vary", value: "Accept, Accept-Encoding")]
        if encoding == .gzip { fields.append(("Content-Encoding", "gzip")) }
        return HTTPAnswer(200, .metrics, type: TextFormat.contentType, fields: fields, body: metrics(encoding))
    }
}
