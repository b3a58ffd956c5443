import TestSupport
import Testing

@testable import Exposition

/// Pages in both formats, read by the strict parsers of Prometheus' Python client.
@Suite struct OpenMetricsTests {
    private static let python = "/usr/bin/python3"

    private static let families = [
        Family("x_images", .gauge, labels: ["name", "path"], help: #"Says "images" and \ on "# + "\n two lines."),
        Family("x_polls_total", .counter, labels: ["name", "path"], help: "Polls."),
        Family("x_size_bytes", .gauge, unit: "bytes", labels: ["name", "path"], help: "Size."),
        Family("x_wait_seconds", .histogram, unit: "seconds", labels: ["name", "path"], help: "Time."),
        Family("x_cpu_seconds_total", .counter, unit: "seconds", labels: ["name", "path"], help: "Processor."),
        Family("x_build_info", .gauge, labels: ["name", "path"], help: "Build."),
    ]

    private static let hostile =
        [
            "", " ", "a\"b", "a\\b", "a\\", "\\\"", "a\nb", "\\n", "\\\\n", "a\tb", "{x=\"y\"}", "# EOF", ",", "=", "é",
            "日本",
            "👩‍👩‍👧", "\u{301}", "\u{feff}", "\u{7f}", "\u{1}", "\u{2028}", "1 2", "x\"} 1\ny{z=\"",
        ] + drawn

    /// Of what means something to a parser, and of any characters, always the same.
    private static var drawn: [String] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: UInt32) -> UInt32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return UInt32(state >> 33) % bound
        }
        let special = Array("\"\\\n{},=# \t\rn'".unicodeScalars)
        return (0..<2000).map { number in
            var text = String.UnicodeScalarView()
            // Values must differ, as series do.
            text.append(contentsOf: "\(number)".unicodeScalars)
            for _ in 0..<next(12) {
                let scalar = Unicode.Scalar(next(0x110000)) ?? "\u{fffd}"
                text.append(next(3) == 0 ? scalar : special[Int(next(UInt32(special.count)))])
            }
            return String(text)
        }
    }

    private static var page: Page<[UInt8]> {
        let page = Page(families: families) { $0 }
        page.publish(
            cloud: "c",
            lines: families.map { family in
                let samples = hostile.flatMap { value in
                    let labels = [value, String(value.reversed())]
                    guard family.kind == .histogram else { return [Sample(labels, .integer(1 << 70))] }
                    return [
                        Sample(labels + ["0.05"], .integer(1), suffix: "_bucket"),
                        Sample(labels + ["+Inf"], .integer(2), suffix: "_bucket"),
                        Sample(labels, .real(0.1), suffix: "_sum"), Sample(labels, .integer(2), suffix: "_count"),
                    ]
                }
                return TextFormat.lines(family, constant: [Label("cloud", "c")], samples: samples)
            })
        return page
    }

    /// Prints each label value of `x_images` in hexadecimal, in the page's order, then each family's name and kind.
    private static let reader = """
        import sys
        if sys.argv[1] == "openMetrics":
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
        else:
            from prometheus_client.parser import text_string_to_metric_families as parse
        for family in parse(sys.stdin.buffer.read().decode()):
            if family.name == "x_images":
                for sample in family.samples:
                    print(sample.labels["name"].encode().hex() or "-")
                    assert sample.value == 2.0 ** 70 and sample.labels["cloud"] == "c"
            print(family.name, family.type, len(family.samples), family.unit or "-")
        """

    @Test(.enabled(if: Command.isInstalled(python)), arguments: ExpositionFormat.allCases)
    func aStrictReaderFindsWhatWasWritten(format: ExpositionFormat) async throws {
        let text = Self.page.answer(ExpositionRequest(format: format), tail: format.end).whole
        let outcome = try await Command.run(Self.python, ["-c", Self.reader, "\(format)"], input: text)
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let values = Self.hostile.map { value in
            value.isEmpty
                ? "-" : value.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        }
        #expect(Array(lines.prefix(values.count)) == values)
        let count = Self.hostile.count
        let unit = { (unit: String) in format == .openMetrics ? unit : "-" }
        #expect(
            lines.dropFirst(count) == [
                "x_images gauge \(count) -", "x_polls counter \(count) -",
                "x_size_bytes gauge \(count) \(unit("bytes"))",
                "x_wait_seconds histogram \(4 * count) \(unit("seconds"))",
                "x_cpu_seconds counter \(count) \(unit("seconds"))", "x_build_info gauge \(count) -",
            ])
    }

    @Test func metadataFollowTheSpecification() {
        let header = { (index: Int) in String(decoding: OpenMetricsFormat.header(Self.families[index]), as: UTF8.self) }
        #expect(
            header(0) == #"# HELP x_images Says \"images\" and \\ on \n two lines."# + "\n# TYPE x_images gauge\n")
        #expect(header(1) == "# HELP x_polls Polls.\n# TYPE x_polls counter\n")
        #expect(
            header(4)
                == "# HELP x_cpu_seconds Processor.\n# TYPE x_cpu_seconds counter\n# UNIT x_cpu_seconds seconds\n")
    }

    @Test func aUnitThatIsNoSuffixIsLeftOut() {
        let family = Family("x_size", .gauge, unit: "bytes", help: "Size.")
        #expect(!String(decoding: OpenMetricsFormat.header(family), as: UTF8.self).contains("UNIT"))
    }
}
