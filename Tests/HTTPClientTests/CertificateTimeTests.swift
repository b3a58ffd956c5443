import Testing

@testable import HTTPClient

@Suite struct CertificateTimeTests {
    /// The seconds are `date -u -d TEXT +%s`.
    @Test(arguments: [
        ("Nov 23 18:00:00 2026 GMT", 1_795_456_800), ("Nov  3 18:00:00 2026 GMT", 1_793_728_800),
        ("Jan  1 00:00:00 1970 GMT", 0), ("Dec 31 23:59:59 1969 GMT", -1), ("Feb 29 12:34:56 2028 GMT", 1_835_440_496),
        ("Feb 29 00:00:00 2000 GMT", 951_782_400), ("Mar  1 00:00:00 2100 GMT", 4_107_542_400),
        ("Jan 19 03:14:08 2038 GMT", 2_147_483_648), ("Dec 31 23:59:59 9999 GMT", 253_402_300_799),
        ("Jan  1 00:00:00 1950 GMT", -631_152_000), ("Jan  1 00:00:00 0001 GMT", -62_135_596_800),
        ("Nov 03 18:00:00 2026 GMT", 1_793_728_800),
    ])
    func aTimeIsUnixSeconds(_ text: String, _ seconds: Int) {
        #expect(CertificateTime.seconds(text) == Double(seconds))
    }

    @Test(arguments: [
        "", " ", "Bad time value", "Nov 23 18:00:00 2026", "Nov 23 18:00:00 2026 UTC", "nov 23 18:00:00 2026 GMT",
        "Nov 23 18:00:00 2026 GMT ", " Nov 23 18:00:00 2026 GMT", "Nov 31 18:00:00 2026 GMT",
        "Jan  1 00:00:00 0000 GMT",
        "Feb 29 00:00:00 2100 GMT", "Feb 29 00:00:00 2026 GMT", "Jan  0 00:00:00 2026 GMT", "Jan 32 00:00:00 2026 GMT",
        "Jan 00 00:00:00 2026 GMT", "Jan  1 24:00:00 2026 GMT", "Jan  1 00:60:00 2026 GMT", "Jan  1 00:00:60 2026 GMT",
        "Jan  1 -1:00:00 2026 GMT", "Jan  1 00:00:00 +026 GMT", "Jan  1 00:00:00 12026 GMT",
        "Jan  1 00:00:00.5 2026 GMT", "Jan 1 00:00:00 2026 GMT", "Jan  1 00-00:00 2026 GMT", "Jan   00:00:00 2026 GMT",
        "2026-11-23 18:00:00 GMT", "Nov 23 18:00:00 2026 GMTNov 23 18:00:00 2026 GMT", "Jän 23 18:00:00 2026 GMT",
    ])
    func anotherTextIsNone(_ text: String) {
        #expect(CertificateTime.seconds(text) == nil)
    }
}
