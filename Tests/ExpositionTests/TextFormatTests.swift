import Exposition
import TestSupport
import Testing

@Suite struct TextFormatTests {
    static let promtool = "/usr/bin/promtool"
    private let gauge = Family("x_images", .gauge, labels: ["a", "b"], help: "Images.")

    private func text(_ family: Family, _ constant: [Label] = [], _ samples: [Sample]) -> String {
        String(decoding: TextFormat.lines(family, constant: constant, samples: samples), as: UTF8.self)
    }

    @Test func aHeaderIsHelpAndType() {
        let header = TextFormat.header(Family("x_total", .counter, help: "One\\two \"three\"\nfour."))
        #expect(
            String(decoding: header, as: UTF8.self)
                == "# HELP x_total One\\\\two \"three\"\\nfour.\n# TYPE x_total counter\n")
    }

    @Test func constantLabelsStandFirstAndOrderIsKept() {
        let lines = text(
            gauge, [Label("cloud", "c"), Label("team", "t")],
            [Sample(["2", "1"], .integer(7)), Sample(["1", "2"], .integer(8))])
        #expect(
            lines
                == "x_images{cloud=\"c\",team=\"t\",a=\"2\",b=\"1\"} 7\nx_images{cloud=\"c\",team=\"t\",a=\"1\",b=\"2\"} 8\n"
        )
    }

    @Test func aSeriesWithoutLabelsHasNoBraces() {
        let family = Family("x_up", .gauge, help: "Up.")
        #expect(text(family, [], [Sample([], .integer(1))]) == "x_up 1\n")
        #expect(text(family, [Label("cloud", "c")], [Sample([], .integer(1))]) == "x_up{cloud=\"c\"} 1\n")
        #expect(text(family, [Label("cloud", "c")], []) == "")
    }

    @Test func aBucketsBoundIsItsLastLabel() {
        let family = Family("x_seconds", .histogram, unit: "seconds", labels: ["operation"], help: "Time.")
        let samples = [
            Sample(["list", "0.5"], .integer(1), suffix: "_bucket"),
            Sample(["list", "+Inf"], .integer(2), suffix: "_bucket"),
            Sample(["list"], .real(1.25), suffix: "_sum"), Sample(["list"], .integer(2), suffix: "_count"),
        ]
        #expect(
            text(family, [], samples) == """
                x_seconds_bucket{operation="list",le="0.5"} 1
                x_seconds_bucket{operation="list",le="+Inf"} 2
                x_seconds_sum{operation="list"} 1.25
                x_seconds_count{operation="list"} 2

                """)
        let bare = Family("x_seconds", .histogram, unit: "seconds", help: "Time.")
        #expect(
            text(bare, [Label("cloud", "c")], [Sample(["1"], .integer(1), suffix: "_bucket")])
                == "x_seconds_bucket{cloud=\"c\",le=\"1\"} 1\n")
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("", ""), ("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\\n", "\\\\n"),
            ("a\\\"b\nc", "a\\\\\\\"b\\nc"), ("\r", "\r"), ("\0", "\0"), ("\t\u{1B}", "\t\u{1B}"), ("é…😀", "é…😀"),
            ("\"\u{301}", "\\\"\u{301}"), ("\r\n", "\r\\n"), ("{},=", "{},="),
        ])
    func labelValuesAreEscaped(value: String, escaped: String) {
        let family = Family("x", .gauge, labels: ["a"], help: "X.")
        let expected = [UInt8]("x{cloud=\"\(escaped)\",a=\"\(escaped)\"} 1\n".utf8)
        #expect(
            TextFormat.lines(family, constant: [Label("cloud", value)], samples: [Sample([value], .integer(1))])
                == expected)
    }

    @Test(
        arguments: [
            (0, "0"), (9, "9"), (10, "10"), (-1, "-1"), (9_223_372_036_854_775_807, "9223372036854775807"),
            (18_446_744_073_709_551_615, "18446744073709551615"), (18_446_744_073_709_551_616, "18446744073709551616"),
            (Int128.max, "170141183460469231731687303715884105727"),
            (Int128.min, "-170141183460469231731687303715884105728"),
        ] as [(Int128, String)])
    func integersAreWrittenInFull(value: Int128, written: String) {
        let family = Family("x", .gauge, help: "X.")
        #expect(text(family, [], [Sample([], .integer(value))]) == "x \(written)\n")
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (0.1, "0.1"), (-2.5, "-2.5"), (1_763_914_000, "1763914000"),
            (1_763_914_000.125, "1763914000.125"), (1e16, "1e+16"), (.nan, "NaN"), (-.nan, "NaN"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
            (.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.30000000000000004"),
        ] as [(Double, String)])
    func realsAreTheShortestThatReadBack(value: Double, written: String) {
        let family = Family("x", .gauge, help: "X.")
        #expect(text(family, [], [Sample([], .real(value))]) == "x \(written)\n")
    }

    @Test func moreLabelsThanTheFamilyHasAreLeftOut() {
        #expect(
            text(gauge, [], [Sample(["1", "2", "3", "4"], .integer(1))]) == "x_images{a=\"1\",b=\"2\",le=\"3\"} 1\n")
    }

    /// Every byte that may stand in a label, before the judge that operators use.
    @Test(.enabled(if: Command.isInstalled(promtool)))
    func promtoolHasNothingToSay() async throws {
        let family = Family(
            "x_images", .gauge, labels: ["a", "b"], help: "Back\\slash, \"quotes\", line\nfeed, \r and \0.")
        let hostile = (0..<0x180).compactMap(Unicode.Scalar.init).map { String(Character($0)) }
        var samples = hostile.map { Sample([$0, "v\\\"\n"], .integer(Int128.max)) }
        samples += [Double.nan, .infinity, -.infinity, .leastNonzeroMagnitude, -0.0].enumerated().map {
            Sample(["r", "\($0)"], .real($1))
        }
        samples.append(Sample([String(repeating: "long", count: 64), "\u{FEFF}\u{2028}"], .integer(-1)))
        let page =
            TextFormat.header(family)
            + TextFormat.lines(family, constant: [Label("cloud", "c\r\n\"")], samples: samples)
        let verdict = try await Command.run(Self.promtool, ["check", "metrics"], input: page)
        #expect(verdict.isSilent, "\(verdict.output + verdict.complaints)")
        let broken = try await Command.run(
            Self.promtool, ["check", "metrics"], input: page + [UInt8]("x_images{a=\"\"\"} 1\n".utf8))
        #expect(broken.status != 0)
    }
}
