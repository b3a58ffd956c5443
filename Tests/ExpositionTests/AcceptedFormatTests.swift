import Testing

@testable import Exposition

/// What the `Accept` of real clients is answered with.
@Suite struct AcceptedFormatTests {
    private static let openMetrics =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    private static let protobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    private static let utf8 = "escaping=allow-utf-8"

    @Test(
        arguments: [
            // Prometheus 1.x and early 2.x
            (protobuf + ";q=0.7,text/plain;version=0.0.4;q=0.3", .text, nil),
            ("text/plain;version=0.0.4;q=1,*/*;q=0.1", .text, nil),
            // 2.5 to 2.25
            ("application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics, nil),
            // 2.26 to 2.48, 2.42 among them
            (openMetrics + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics, nil),
            // With native histograms
            (
                protobuf + "," + "application/openmetrics-text;version=1.0.0;q=0.8,"
                    + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                .openMetrics, nil
            ),
            // 2.49 to 2.55
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics, nil
            ),
            // 3.0 to 3.3
            (
                "application/openmetrics-text;version=1.0.0;\(utf8);q=0.5,"
                    + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;\(utf8);q=0.3,"
                    + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1", .openMetrics, .allowUTF8
            ),
            // 3.4 on
            (
                "application/openmetrics-text;version=1.0.0;\(utf8);q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;\(utf8);q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics, .allowUTF8
            ),
            // scrape_protocols: [PrometheusText1.0.0], [PrometheusText0.0.4]
            ("text/plain;version=1.0.0;\(utf8);q=0.6,*/*;q=0.5", .text, nil),
            ("text/plain;version=0.0.4;q=0.6,*/*;q=0.5", .text, nil),
            // VictoriaMetrics, Telegraf, curl, a browser
            ("text/plain;version=0.0.4;q=1,*/*;q=0.1", .text, nil),
            (protobuf + ";q=0.7,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", .text, nil), ("*/*", .text, nil),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", .text, nil),
        ] as [(String, ExpositionFormat, EscapingScheme?)])
    func realClients(accept: String, format: ExpositionFormat, escaping: EscapingScheme?) {
        let accepted = AcceptedFormat(accept: accept)
        #expect(accepted.format == format)
        #expect(accepted.escaping == escaping)
    }

    @Test(
        arguments: [
            (nil, .text), ("", .text), (",;,", .text), ("application/json", .text),
            ("application/openmetrics-text", .openMetrics),
            ("application/openmetrics-text; version=0.0.1", .openMetrics),
            ("application/openmetrics-text; version=\"1.0.0\"", .openMetrics),
            ("APPLICATION/OpenMetrics-Text ; VERSION=1.0.0", .openMetrics),
            ("application/openmetrics-text; version=2.0.0", .text),
            ("application/openmetrics-text;q=0", .text), ("application/openmetrics-text;q=0,*/*", .text),
            ("text/plain;q=0,*/*", .openMetrics), ("text/plain;q=0", .text),
            ("application/openmetrics-text;q=0.1,text/plain;q=0.2", .text),
            ("application/openmetrics-text;q=0.2,text/plain;q=0.1", .openMetrics),
            ("application/openmetrics-text,text/plain", .openMetrics),
            ("text/plain,application/openmetrics-text", .text),
            ("application/openmetrics-text;q=0.5,*/*", .text), ("text/*", .text), ("application/*", .openMetrics),
            ("application/openmetrics-text;q=2,text/plain;q=0.1", .text),
            ("application/openmetrics-text;q=,text/plain;q=0.1", .text),
            (";application/openmetrics-text", .text), (" ;application/openmetrics-text", .text),
        ] as [(String?, ExpositionFormat)])
    func theRules(accept: String?, format: ExpositionFormat) {
        #expect(AcceptedFormat(accept: accept).format == format)
    }

    @Test(arguments: EscapingScheme.allCases)
    func aKnownSchemeIsTakenOver(scheme: EscapingScheme) {
        let accept = "text/plain;version=0.0.4;escaping=\(scheme.rawValue)"
        let accepted = AcceptedFormat(accept: accept)
        #expect(
            accepted.format.contentType(escaping: accepted.escaping)
                == "text/plain; version=0.0.4; charset=utf-8; escaping=\(scheme.rawValue)")
    }

    @Test func nothingElseOfTheRequestIsRepeated() {
        let accepted = AcceptedFormat(accept: "text/plain;escaping=evil\u{0d}\u{0a}x,text/plain;escaping=dots;q=0.1")
        #expect(accepted.escaping == nil)
    }

    @Test func theNumberOfRangesIsBounded() {
        let many = Array(repeating: "a/b", count: AcceptedFormat.mostRanges - 1).joined(separator: ",")
        #expect(AcceptedFormat(accept: many + ",application/openmetrics-text").format == .openMetrics)
        #expect(AcceptedFormat(accept: many + ",a/b,application/openmetrics-text").format == .text)
    }
}
