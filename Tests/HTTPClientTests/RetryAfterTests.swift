import Testing

@testable import HTTPClient

@Suite struct RetryAfterTests {
    /// RFC 9110's example; `date -u -d '1994-11-06 08:49:37' +%s` gives 784111777.
    @Test(arguments: [
        ("0", 0), ("120", 120), ("007", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 77), ("Sun, 06 Nov 1994 08:47:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("99999999999999999999", 2_147_483_647),
    ])
    func bothFormsAreRead(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.parse(text, now: 784_111_700) == .seconds(seconds))
    }

    /// By `date -u -d ... +%s`.
    @Test(arguments: [
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799), ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400), ("Thu, 31 Dec 2026 23:59:60 GMT", 1_798_761_600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799), ("Fri, 02 Jan 1970 00:00:00 GMT", 86_400),
    ])
    func datesAreRight(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.parse(text, now: 0) == .seconds(seconds))
    }

    @Test(arguments: [
        "", " ", "-1", "+1", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 2100 00:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 10000 08:49:37 GMT", "Sun, 06 Nov -1 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37:00 GMT", "Sun, 06 Nov 1994 ::: GMT",
    ])
    func otherTextIsNeither(_ text: String) {
        #expect(RetryAfter.parse(text, now: 0) == nil)
    }
}
