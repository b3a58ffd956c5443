import Exposition
import Synchronization
import Testing

@testable import ScrapeServer

@Suite struct EndpointTests {
    private func endpoint(path: String = "/metrics", isReady: Bool = true) -> Endpoint {
        Endpoint(
            telemetryPath: path, metrics: { [UInt8]("\($0.rawValue)\n".utf8) }, isReady: { isReady },
            landing: { LandingPage(version: "1.2.3", rows: [], now: 0) })
    }

    private func answer(_ method: String, _ target: String, encoding: String? = nil) -> HTTPAnswer {
        endpoint().answer(method: method, target: target, acceptEncoding: encoding)
    }

    private func field(_ name: String, _ answer: HTTPAnswer) -> String? {
        answer.fields.first { $0.name == name }?.value
    }

    @Test(
        arguments: [
            ("/metrics", 200, .metrics), ("/metrics?name[]=x#y", 200, .metrics), ("/metrics?\u{301}", 200, .metrics),
            ("/", 200, .landing), ("/?", 200, .landing), ("/-/healthy", 200, .healthy), ("/-/ready", 200, .ready),
            ("http://h/metrics", 200, .metrics), ("http://h:1/metrics?a", 200, .metrics), ("http://h", 200, .landing),
            ("http://h?/metrics", 200, .landing), ("https://h/-/healthy", 200, .healthy),
            ("/metrics/", 404, .other), ("//metrics", 404, .other), ("/METRICS", 404, .other), ("", 404, .other),
            ("*", 404, .other), ("/%6Detrics", 404, .other), ("/../metrics", 404, .other), ("h:443", 404, .other),
            ("/-/", 404, .other), ("/probe", 404, .other), ("/-/reload", 404, .other),
        ] as [(String, Int, ScrapeHandlerName)])
    func routes(target: String, status: Int, handler: ScrapeHandlerName) {
        for method in ["GET", "HEAD"] {
            let answer = answer(method, target)
            #expect(answer.status == status)
            #expect(answer.handler == handler)
            #expect(field("Content-Length", answer) == "\(answer.body.count)")
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get"])
    func otherMethodsAreNotAllowed(method: String) {
        let answer = answer(method, "/metrics")
        #expect(answer.status == 405)
        #expect(field("Allow", answer) == "GET, HEAD")
    }

    @Test func metricsSayTheirTypeAndWhatTheyDependOn() {
        let plain = answer("GET", "/metrics")
        #expect(field("Content-Type", plain) == "text/plain; version=0.0.4; charset=utf-8")
        #expect(field("Vary", plain) == "Accept, Accept-Encoding")
        #expect(field("Content-Encoding", plain) == nil)
        #expect(plain.body == [UInt8]("identity\n".utf8))
        let compressed = answer("GET", "/metrics", encoding: "gzip")
        #expect(field("Content-Type", compressed) == field("Content-Type", plain))
        #expect(field("Vary", compressed) == "Accept, Accept-Encoding")
        #expect(field("Content-Encoding", compressed) == "gzip")
        #expect(compressed.body == [UInt8]("gzip\n".utf8))
    }

    @Test func readinessIsAskedForEachTime() {
        #expect(endpoint(isReady: false).answer(method: "GET", target: "/-/ready", acceptEncoding: nil).status == 503)
        #expect(endpoint(isReady: false).answer(method: "GET", target: "/-/healthy", acceptEncoding: nil).status == 200)
        #expect(endpoint(isReady: true).answer(method: "GET", target: "/-/ready", acceptEncoding: nil).status == 200)
    }

    @Test func theTelemetryPathIsTheOneGiven() {
        let endpoint = endpoint(path: "/a/b")
        #expect(endpoint.answer(method: "GET", target: "/a/b", acceptEncoding: nil).handler == .metrics)
        #expect(endpoint.answer(method: "GET", target: "/metrics", acceptEncoding: nil).status == 404)
    }

    @Test func nothingOfARequestComesBack() {
        let marker = "<script>zzz"
        for (method, target) in [
            ("GET", "/\(marker)"), ("GET", "/?\(marker)"), (marker, "/metrics"), (marker, "/\(marker)"),
        ] {
            let answer = endpoint().answer(method: method, target: target, acceptEncoding: marker)
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("zzz"))
            #expect(!answer.fields.contains { $0.value.contains("zzz") })
        }
    }
}
