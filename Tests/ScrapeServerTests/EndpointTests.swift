import Exposition
import Synchronization
import Testing

@testable import ScrapeServer

@Suite struct EndpointTests {
    private func endpoint(path: String = "/metrics", isReady: Bool = true) -> Endpoint {
        Endpoint(
            telemetryPath: path,
            metrics: {
                MetricsBytes([UInt8]("\($0.format) \($0.encoding) \($0.names.sorted())\($0.cloud ?? "")\n".utf8))
            },
            knows: { $0 == "a" }, isReady: { isReady },
            landing: { LandingPage(version: "1.2.3", rows: [], now: 0) })
    }

    private func answer(
        _ method: String, _ target: String, accept: String? = nil, encoding: String? = nil, of endpoint: Endpoint? = nil
    ) -> HTTPAnswer {
        (endpoint ?? self.endpoint()).answer(
            ScrapeRequest(method: method, target: target, accept: accept, acceptEncoding: encoding))
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
            ("/-/", 404, .other), ("/probe?cloud=a", 200, .probe), ("/-/reload", 404, .other),
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
        #expect(plain.body.whole == [UInt8]("text identity []\n".utf8))
        let compressed = answer("GET", "/metrics", encoding: "gzip")
        #expect(field("Content-Type", compressed) == field("Content-Type", plain))
        #expect(field("Vary", compressed) == "Accept, Accept-Encoding")
        #expect(field("Content-Encoding", compressed) == "gzip")
        #expect(compressed.body.whole == [UInt8]("text gzip []\n".utf8))
    }

    @Test func openMetricsIsAnsweredWhereItIsPreferred() {
        let answer = answer(
            "GET", "/metrics", accept: "application/openmetrics-text;escaping=underscores;q=0.6,text/plain;q=0.3")
        #expect(
            field("Content-Type", answer)
                == "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores")
        #expect(field("Vary", answer) == "Accept, Accept-Encoding")
        #expect(answer.body.whole == [UInt8]("openMetrics identity []\n".utf8))
    }

    @Test(arguments: [
        ("/metrics?name[]=a", ["a"]), ("/metrics?name%5B%5D=a&x=y&name[]=b+c%26", ["a", "b c&"]), ("/metrics?x", []),
        ("/metrics?name=a", []), ("/metrics?name[]=a&name[]=a#&name[]=b", ["a"]),
    ])
    func familiesAreAskedForByName(target: String, names: [String]) {
        #expect(answer("GET", target).body.whole == [UInt8]("text identity \(names)\n".utf8))
    }

    @Test(arguments: ["name[]", "name[]=", "name[]=%", "name[]=%4", "name[]=%zz", "name[]=%ff"])
    func aNameThatCannotBeReadIsRefused(query: String) {
        #expect(answer("GET", "/metrics?\(query)").status == 400)
    }

    @Test(arguments: ["", "?cloud=b", "?cloud=", "?cloud", "?cloud=a&cloud=a", "?cloud=%zz", "?name[]=a"])
    func aProbeNamesOneCloudThatIsWatched(query: String) {
        let answer = answer("GET", "/probe" + query)
        #expect(answer.status == 400)
        #expect(answer.handler == .probe)
    }

    @Test func aProbeIsAnsweredWithOneCloud() {
        #expect(answer("GET", "/probe?cloud=a").body.whole == [UInt8]("text identity []a\n".utf8))
        #expect(answer("GET", "/probe?name[]=x&cloud=%61").body.whole == [UInt8]("text identity [\"x\"]a\n".utf8))
        // Metrics are of every cloud.
        #expect(answer("GET", "/metrics?cloud=a").body.whole == [UInt8]("text identity []\n".utf8))
    }

    @Test func namesAreBounded() {
        func status(_ names: [String]) -> Int {
            answer("GET", "/metrics?" + names.map { "name[]=\($0)" }.joined(separator: "&")).status
        }
        #expect(status((1...100).map { "n\($0)" }) == 200)
        #expect(status((1...101).map { "n\($0)" }) == 400)
        #expect(status([String(repeating: "n", count: 256)]) == 200)
        #expect(status([String(repeating: "n", count: 257)]) == 400)
    }

    @Test func readinessIsAskedForEachTime() {
        #expect(answer("GET", "/-/ready", of: endpoint(isReady: false)).status == 503)
        #expect(answer("GET", "/-/healthy", of: endpoint(isReady: false)).status == 200)
        #expect(answer("GET", "/-/ready", of: endpoint(isReady: true)).status == 200)
    }

    @Test func theTelemetryPathIsTheOneGiven() {
        let endpoint = endpoint(path: "/a/b")
        #expect(answer("GET", "/a/b", of: endpoint).handler == .metrics)
        #expect(answer("GET", "/metrics", of: endpoint).status == 404)
    }

    @Test func nothingOfARequestComesBack() {
        let marker = "<script>zzz"
        for (method, target) in [
            ("GET", "/\(marker)"), ("GET", "/?\(marker)"), (marker, "/metrics"), (marker, "/\(marker)"),
        ] {
            let answer = self.answer(method, target, accept: marker, encoding: marker)
            #expect(!String(decoding: answer.body.whole, as: UTF8.self).contains("zzz"))
            #expect(!answer.fields.contains { $0.value.contains("zzz") })
        }
    }
}
