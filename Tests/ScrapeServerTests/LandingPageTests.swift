import Testing

@testable import ScrapeServer

@Suite struct LandingPageTests {
    private func html(_ rows: [LandingRow], version: String = "1.2.3", path: String = "/metrics", now: Double = 1000)
        -> String
    {
        LandingPage(version: version, rows: rows, now: now).html(telemetryPath: path)
    }

    @Test func aRowSaysNameStateAgeAndImages() {
        let page = html([
            LandingRow(cloud: "a", state: .up, lastSuccess: 940, images: 12),
            LandingRow(cloud: "b", state: .down, lastSuccess: 1, images: nil),
            LandingRow(cloud: "c", state: .waiting, lastSuccess: nil, images: nil),
        ])
        #expect(page.contains("<td>a</td><td>up</td><td>60 s ago</td><td>12</td>"))
        #expect(page.contains("<td>b</td><td>down: the last poll failed</td><td>16 min ago</td><td>–</td>"))
        #expect(page.contains("<td>c</td><td>waiting for the first poll</td><td>never</td><td>–</td>"))
        #expect(page.contains("glance-exporter") && page.contains("1.2.3"))
    }

    @Test(
        arguments: [
            (1000, "0 s ago"), (1001, "0 s ago"), (881, "119 s ago"), (880, "2 min ago"), (-6199, "119 min ago"),
            (-6200, "2 h ago"), (-1e300, "277777 h ago"), (.nan, "never"), (.infinity, "never"),
        ] as [(Double, String)])
    func agesAreRounded(time: Double, age: String) {
        #expect(html([LandingRow(cloud: "a", state: .up, lastSuccess: time, images: 1)]).contains("<td>\(age)</td>"))
    }

    @Test func textIsEscaped() {
        let page = html(
            [LandingRow(cloud: "<b>&\"'", state: .up, lastSuccess: 1, images: 1)], version: "<i>", path: "/\"><script>")
        #expect(page.contains("<td>&lt;b&gt;&amp;&quot;&#39;</td>"))
        for part in ["<b>", "<i>", "<script>"] { #expect(!page.contains(part)) }
    }

    @Test func linksAreRelativeAndNothingComesFromElsewhere() throws {
        let page = html([], path: "/javascript:x")
        let links = page.matches(of: try Regex("(?:href|src|action)=\"([^\"]*)\"")).compactMap { $0[1].substring }
        #expect(links == ["./javascript:x", "./-/healthy", "./-/ready"])
        #expect(
            !page.contains("http:") && !page.contains("https:") && !page.contains("url(") && !page.contains("@import"))
    }
}
