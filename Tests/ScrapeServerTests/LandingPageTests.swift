import Testing

@testable import ScrapeServer

@Suite struct LandingPageTests {
    private func html(_ rows: [LandingRow], version: String = "1.2.3", path: String = "/metrics") -> String {
        LandingPage(version: version, rows: rows, now: 1000).html(telemetryPath: path)
    }

    /// The texts of a page's rows, cell by cell, without the columns' names.
    private func cells(_ rows: [LandingRow]) throws -> [[String]] {
        let cell = try Regex("<t[hd] [^>]*role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>")
        let tag = try Regex("<[^>]*>")
        let lines = html(rows).components(of: "<tr role=\"row\">").map { line -> [String] in
            line.matches(of: cell).compactMap { match in
                match[1].substring.map { String($0.replacing(tag, with: "")) }
            }
        }
        return lines.filter { !$0.isEmpty }
    }

    @Test func aRowSaysAllThatIsKnown() throws {
        let figures = LandingRow.Figures(images: 12, queued: 3, killed: nil)
        let rows = try cells([
            LandingRow(cloud: "a", state: .up, lastSuccess: 940, figures: figures, nextPoll: 1030),
            LandingRow(cloud: "b", state: .down("it rains"), lastSuccess: 1, nextPoll: 1000, filter: "status=active"),
            LandingRow(cloud: "c", state: .waiting, nextPoll: 990),
            LandingRow(cloud: "d", state: .scraped),
            LandingRow(cloud: "e", state: .down(nil), lastSuccess: 1000, figures: figures),
        ])
        let unknown = ["unknown", "unknown", "unknown"]
        let dropped = "down: it rains; the last result is dropped, older than max_age"
        #expect(
            rows == [
                ["a", "up", "60 s ago", "12", "3", "unknown", "in 30 s", "none"],
                ["b", dropped, "16 min ago"] + unknown + ["now", "status=active"],
                ["c", "waiting for the first poll", "never"] + unknown + ["now", "none"],
                ["d", "polled when scraped", "never"] + unknown + ["when scraped", "none"],
                ["e", "down: the last poll has not ended", "0 s ago", "12", "3", "unknown", "when scraped", "none"],
            ])
    }

    @Test(
        arguments: [
            (1000, "0 s ago"), (1001, "0 s ago"), (881, "119 s ago"), (880, "2 min ago"), (-6199, "119 min ago"),
            (-6200, "2 h ago"), (-171_799, "47 h ago"), (-171_800, "2 d ago"), (-1e300, "1157407 d ago"),
            (.nan, "never"), (.infinity, "never"),
        ] as [(Double, String)])
    func agesAreRounded(time: Double, age: String) throws {
        #expect(try cells([LandingRow(cloud: "a", state: .up, lastSuccess: time)])[0][2] == age)
    }

    private func stuck(_ count: Int) -> LandingRow.Figures {
        let images = (0..<count).map {
            LandingRow.Stuck.Image(id: "id-\($0)", status: "saving", updated: Double($0) - 172_800 * 2)
        }
        return LandingRow.Figures(images: count, stuck: .init(images))
    }

    @Test func stuckImagesAreNamedWhereTheyAreAskedFor() throws {
        let rows = [
            LandingRow(cloud: "a", state: .up, lastSuccess: 1, figures: stuck(2)),
            LandingRow(cloud: "b", state: .up, lastSuccess: 1, figures: .init(images: 1)),
            LandingRow(cloud: "c", state: .up, lastSuccess: 1, figures: stuck(0)),
        ]
        #expect(
            try cells(rows).dropFirst(3) == [["id-0", "a", "saving", "4 d"], ["id-1", "a", "saving", "4 d"]])
        #expect(html([rows[2]]).contains("<h2>Stuck images</h2>\n<p class=\"none\">None.</p>"))
        #expect(!html([rows[1]]).contains("Stuck images"))
    }

    @Test func twoHundredCloudsWithManyStuckImagesMakeABoundedPage() throws {
        let name = String(repeating: "n", count: 256)
        let clouds = (0..<200).map { LandingRow(cloud: "\(name)\($0)", state: .up, lastSuccess: 1, figures: stuck(21)) }
        let page = html(clouds)
        #expect(try cells(clouds).count == 200 + 200 * LandingRow.Stuck.most)
        #expect(page.contains("200 more are in the metrics."))
        #expect(page.utf8.count < 3 << 20)
        #expect(try cells([LandingRow(cloud: "a", state: .up, lastSuccess: 1, figures: stuck(20))]).count == 21)
        #expect(!html([LandingRow(cloud: "a", state: .up, lastSuccess: 1, figures: stuck(20))]).contains("more are"))
    }

    @Test func theTitleCountsWhatIsUp() {
        let up = LandingRow(cloud: "a", state: .up)
        #expect(html([up]).contains("<title>glance-exporter: 1 of 1 cloud up</title>"))
        #expect(html([up, LandingRow(cloud: "b", state: .down(nil))]).contains("1 of 2 clouds up</title>"))
    }

    @Test func textOfAnyOriginIsEscaped() {
        let hostile = "<b>&\"' x</td>\u{202E}\u{0}\u{1B}"
        let figures = LandingRow.Figures(
            images: 1, stuck: .init([.init(id: hostile, status: hostile, updated: 1)]))
        let page = html(
            [LandingRow(cloud: hostile, state: .down(hostile), lastSuccess: 1, figures: figures, filter: hostile)],
            version: "<i>", path: "/\"><script>")
        let escaped = "&lt;b&gt;&amp;&quot;&#39; x&lt;/td&gt;\u{202E}\u{FFFD}\u{FFFD}"
        #expect(page.components(of: escaped).count - 1 == 6)
        #expect(page.components(of: "<bdi>\(escaped)</bdi>").count - 1 == 3)
        #expect(page.contains("\"./probe?cloud=%3Cb%3E%26%22%27%20x%3C%2Ftd%3E%E2%80%AE%00%1B\""))
        for part in ["<b>", "<i>", "<script>", "x</td>", "\u{0}", "\u{1B}"] { #expect(!page.contains(part)) }
    }

    @Test func linksAreRelativeAndNothingComesFromElsewhere() throws {
        let page = html([LandingRow(cloud: "a.b-c_d", state: .up)], path: "/javascript:x")
        let links = page.matches(of: try Regex("(?:href|src|action)=\"([^\"]*)\"")).compactMap { $0[1].substring }
        #expect(links == ["./javascript:x", "./-/healthy", "./-/ready", "./probe?cloud=a.b-c_d"])
        for part in ["http:", "https:", "url(", "@import", "<script", "<img", "<link"] {
            #expect(!page.contains(part))
        }
    }

    @Test func everyTableIsOneForAScreenReaderToo() throws {
        let page = html([LandingRow(cloud: "a", state: .up, figures: stuck(1))])
        #expect(page.contains("<html lang=\"en\">"))
        for landmark in ["<header>", "<nav aria-label=\"Endpoints\">", "<main>", "<footer>", "<h1>"] {
            #expect(page.components(of: landmark).count == 2, "\(landmark) once")
        }
        #expect(page.components(of: "<table role=\"table\"><caption>").count == 3)
        let headers = page.matches(of: try Regex("<th scope=\"(col|row)\"")).compactMap { $0[1].substring }
        #expect(headers == Array(repeating: "col", count: 8) + ["row"] + Array(repeating: "col", count: 4) + ["row"])
    }
}

extension String {
    /// The parts between the separators, empty ones too.
    func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
