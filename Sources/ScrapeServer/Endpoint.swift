import Exposition

/// The routes: what is answered to a method and a path; nothing of a request is ever repeated in an answer.
package struct Endpoint: Sendable {
    private let telemetryPath: String
    private let metrics: @Sendable (ExpositionRequest) -> [UInt8]
    private let refresh: (@Sendable (Duration?) async -> Void)?
    private let isReady: @Sendable () -> Bool
    private let landing: @Sendable () -> LandingPage

    /// `metrics` gives what is asked for of the exposition. `refresh`, where there is one, is awaited before that, and is
    /// to return within the given time; nil: whenever it is done.
    package init(
        telemetryPath: String, metrics: @escaping @Sendable (ExpositionRequest) -> [UInt8],
        refresh: (@Sendable (Duration?) async -> Void)? = nil, isReady: @escaping @Sendable () -> Bool,
        landing: @escaping @Sendable () -> LandingPage
    ) {
        self.telemetryPath = telemetryPath
        self.metrics = metrics
        self.refresh = refresh
        self.isReady = isReady
        self.landing = landing
    }

    /// The answer to a request; that to HEAD has the body that GET would have, which is not sent.
    func answer(_ request: ScrapeRequest) -> HTTPAnswer {
        let handler = handler(of: request.target)
        guard handler != .other else { return HTTPAnswer(404, .other, text: "Not found") }
        guard request.method == "GET" || request.method == "HEAD" else {
            return HTTPAnswer(405, handler, text: "Method not allowed", fields: [("Allow", "GET, HEAD")])
        }
        return switch handler {
        case .metrics: exposition(request)
        case .landing: landingPage()
        case .healthy: HTTPAnswer(200, .healthy, text: "Healthy")
        case .ready where isReady(): HTTPAnswer(200, .ready, text: "Ready")
        case .ready: HTTPAnswer(503, .ready, text: "Not every cloud was polled yet")
        case .other: HTTPAnswer(404, .other, text: "Not found")
        }
    }

    /// What is to be awaited before a request is answered, if anything.
    func refresh(before request: ScrapeRequest) -> (@Sendable () async -> Void)? {
        guard let refresh, request.method == "GET" || request.isHead, handler(of: request.target) == .metrics,
            FamilyNames(target: request.target) != nil
        else { return nil }
        let limit = request.answerLimit
        return { await refresh(limit) }
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

    private func exposition(_ request: ScrapeRequest) -> HTTPAnswer {
        guard let names = FamilyNames(target: request.target) else { return .badQuery }
        let accepted = AcceptedFormat(accept: request.accept)
        let encoding = ContentEncoding.negotiated(request.acceptEncoding)
        var fields = [(name: "Vary", value: "Accept, Accept-Encoding")]
        if encoding == .gzip { fields.append(("Content-Encoding", "gzip")) }
        let wanted = ExpositionRequest(format: accepted.format, encoding: encoding, names: names.all)
        return HTTPAnswer(
            200, .metrics, type: accepted.format.contentType(escaping: accepted.escaping), fields: fields,
            body: metrics(wanted))
    }

    private func landingPage() -> HTTPAnswer {
        HTTPAnswer(
            200, .landing, type: "text/html; charset=utf-8",
            fields: [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")],
            body: [UInt8](landing().html(telemetryPath: telemetryPath).utf8))
    }
}
