import Settings
import Testing

@Suite struct PrometheusDurationTests {
    @Test(arguments: [
        ("0", Duration.zero), ("1ms", .milliseconds(1)), ("500ms", .milliseconds(500)), ("15s", .seconds(15)),
        ("1m30s", .seconds(90)), ("1h", .seconds(3600)), ("1d12h", .seconds(129_600)), ("2w", .seconds(1_209_600)),
        ("1y", .seconds(31_536_000)), ("1h0m5s", .seconds(3605)), ("0s", .zero),
    ])
    func readsWhatPrometheusReads(text: String, expected: Duration) {
        #expect(PrometheusDuration.parse(text) == expected)
    }

    @Test(arguments: [
        "", "5", "s", "1", "1.5s", "-1s", "1s1m", "1s1s", "1 s", " 1s", "1S", "1x", "99999999999999999999s",
        "300000y", "１s",
    ])
    func refusesWhatPrometheusRefuses(text: String) {
        #expect(PrometheusDuration.parse(text) == nil)
    }

    @Test(arguments: ["0", "500ms", "15s", "1m30s", "1h", "1d12h"])
    func writesWhatItReads(text: String) throws {
        #expect(PrometheusDuration.write(try #require(PrometheusDuration.parse(text))) == text)
    }
}
