import Exposition

/// The routes: what is answered to a method and a path; nothing of a request is ever repeated in an answer.
package struct Endpoint: Sendable {
    /// What is awaited before metrics are asked for; it returns within the given time, nil: whenever it is done. Nil where
    /// nothing is to be awaited.
    package typealias Refresh = @Sendable (_ cloud: String?, _ limit: Duration?) -> (@Sendable () async -> Void)?

    private let telemetryPath: String
    private let metrics: @Sendable (ExpositionRequest) -> MetricsBytes
    private let knows: @Sendable (String) -> Bool
    private let refresh: Refresh
    private let reload: (@Sendable () async -> String?)?
    private let isReady: @Sendable () -> Bool
    private let landing: @Sendable () -> LandingPage

    /// `metrics` gives what is asked for of the exposition, `knows` tells whether a cloud may be probed; `reload` gives the
    /// reason why it failed, or nil.
    package init(
        telemetryPath: String, metrics: @escaping @Sendable (ExpositionRequest) -> MetricsBytes,
        knows: @escaping @Sendable (String) -> Bool = { _ in false }, refresh: @escaping Refresh = { _, _ in nil },
        reload: (@Sendable () async -> String?)? = nil, isReady: @escaping @Sendable () -> Bool,
        landing: @escaping @Sendable () -> LandingPage
    ) {
        self.telemetryPath = telemetryPath
        self.metrics = metrics
        self.knows = knows
        self.refresh = refresh
        self.reload = reload
        self.isReady = isReady
        self.landing = landing
    }

    /// The answer to a request; that to HEAD has the body that GET would have, which is not sent.
    func answer(_ request: ScrapeRequest) -> HTTPAnswer {
        let handler = handler(of: request.target)
        guard handler != .other, handler != .reload || reload != nil else {
            return HTTPAnswer(404, .other, text: "Not found")
        }
        let methods = handler == .reload ? ["POST"] : ["GET", "HEAD"]
        guard methods.contains(request.method) else {
            let allowed = methods.joined(separator: ", ")
            return HTTPAnswer(405, handler, text: "Method not allowed", fields: [("Allow", allowed)])
        }
        return switch handler {
        case .metrics, .probe: exposition(request, handler)
        case .landing: landingPage()
        case .healthy: HTTPAnswer(200, .healthy, text: "Healthy")
        case .ready where isReady(): HTTPAnswer(200, .ready, text: "Ready")
        case .ready: HTTPAnswer(503, .ready, text: "Not every cloud was polled yet")
        case .reload: HTTPAnswer(200, .reload, text: "Reloaded")
        case .other: HTTPAnswer(404, .other, text: "Not found")
        }
    }

    /// What is to be awaited before a request is answered, if anything; it may give the answer itself.
    func wait(before request: ScrapeRequest) -> (@Sendable () async -> HTTPAnswer?)? {
        let handler = handler(of: request.target)
        if handler == .reload, request.method == "POST", let reload {
            return { await reload().map { HTTPAnswer(500, .reload, text: $0) } }
        }
        guard request.method == "GET" || request.isHead, handler == .metrics || handler == .probe,
            let query = ExpositionQuery(target: request.target), isSound(query, handler),
            let refresh = refresh(query.cloud, request.answerLimit)
        else { return nil }
        return {
            await refresh()
            return nil
        }
    }

    /// A probe names one cloud that is known; metrics are asked of all.
    private func isSound(_ query: ExpositionQuery, _ handler: ScrapeHandlerName) -> Bool {
        handler == .probe ? query.cloud.map(knows) ?? false : true
    }

    /// The route of a request's target, which may be a path or, from a proxy, a whole URL.
    package func handler(of target: String) -> ScrapeHandlerName {
        switch Self.path(of: target) {
        case telemetryPath: .metrics
        case "/": .landing
        case "/-/healthy": .healthy
        case "/-/ready": .ready
        case "/-/reload": .reload
        case "/probe": .probe
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

    private func exposition(_ request: ScrapeRequest, _ handler: ScrapeHandlerName) -> HTTPAnswer {
        guard let query = ExpositionQuery(target: request.target) else {
            return HTTPAnswer(400, handler, text: "Bad query")
        }
        guard isSound(query, handler) else {
            return HTTPAnswer(400, handler, text: "Expected cloud=NAME once, with the name of a cloud that is watched")
        }
        let accepted = AcceptedFormat(accept: request.accept)
        let encoding = ContentEncoding.negotiated(request.acceptEncoding)
        var fields = [(name: "Vary", value: "Accept, Accept-Encoding")]
        if encoding == .gzip { fields.append(("Content-Encoding", "gzip")) }
        let wanted = ExpositionRequest(
            format: accepted.format, encoding: encoding, names: query.names,
            cloud: handler == .probe ? query.cloud : nil)
        return HTTPAnswer(
            200, handler, type: accepted.format.contentType(escaping: accepted.escaping), fields: fields,
            body: metrics(wanted))
    }

    private func landingPage() -> HTTPAnswer {
        HTTPAnswer(
            200, .landing, type: "text/html; charset=utf-8",
            fields: [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")],
            body: MetricsBytes([UInt8](landing().html(telemetryPath: telemetryPath).utf8)))
    }
}
