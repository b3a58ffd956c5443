/// The page at `/`: what runs here, each cloud and its state, links. It needs no script, and nothing from elsewhere.
package struct LandingPage: Sendable {
    package var version: String
    package var rows: [LandingRow]
    /// Unix seconds.
    package var now: Double

    package init(version: String, rows: [LandingRow], now: Double) {
        self.version = version
        self.rows = rows
        self.now = now
    }

    /// The page, with links that hold behind a proxy's prefix as well.
    package func html(telemetryPath: String) -> String {
        let links = [(telemetryPath, "Metrics"), ("/-/healthy", "Health"), ("/-/ready", "Readiness")]
            .map { "<li><a href=\".\(Self.escaped($0.0))\">\($0.1)</a></li>" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>glance-exporter: \(summary)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>\(LandingStyle.sheet)</style></head>
            <body>
            <header><h1>glance-exporter</h1>
            <p>Image catalogues of OpenStack clouds for Prometheus. Version \(Self.escaped(version)).</p></header>
            <nav aria-label="Endpoints"><ul>\(links.joined())</ul></nav>
            <main>
            \(clouds)
            \(stuck)
            </main>
            <footer><p>Stock Glance lists no killed images: an upload that fails goes back to queued.</p></footer>
            </body></html>

            """
    }

    private var summary: String {
        let up = rows.count { $0.state == .up }
        return "\(up) of \(rows.count) \(rows.count == 1 ? "cloud" : "clouds") up"
    }

    private var clouds: String {
        let columns = [
            Column("Cloud"), Column("State"), Column("Last whole poll"), Column("Images", isNumber: true),
            Column("Queued", isNumber: true), Column("Killed", isNumber: true), Column("Next poll"), Column("Filter"),
        ]
        return "<h2>Clouds</h2>\n"
            + Self.table(
                columns, caption: "\(summary). A probe of each is behind its name.",
                rows.map { row in
                    [
                        "<a href=\"./probe?cloud=\(Self.percentEncoded(row.cloud))\">\(Self.isolated(row.cloud))</a>",
                        state(of: row), row.lastSuccess.map(age) ?? "never", Self.number(row.figures?.images),
                        Self.number(row.figures?.queued), Self.number(row.figures?.killed), next(row),
                        row.filter.isEmpty ? "none" : Self.isolated(row.filter),
                    ]
                })
    }

    /// Shown where a cloud is asked for them.
    private var stuck: String {
        let asked = rows.compactMap { row in row.figures?.stuck.map { (cloud: row.cloud, stuck: $0) } }
        guard !asked.isEmpty else { return "" }
        let lines = asked.flatMap { cloud, stuck in
            stuck.images.map { image in
                [
                    "<code>\(Self.escaped(image.id))</code>", Self.isolated(cloud), Self.escaped(image.status),
                    span(now - image.updated) ?? "unknown",
                ]
            }
        }
        guard !lines.isEmpty else { return "<h2>Stuck images</h2>\n<p class=\"none\">None.</p>" }
        let others = asked.reduce(0) { $0 + $1.stuck.others }
        let caption = "On their way to another status for longest, as of the last whole poll"
        return "<h2>Stuck images</h2>\n"
            + Self.table(
                [Column("Image"), Column("Cloud"), Column("Status"), Column("Unchanged for")],
                caption: others == 0 ? "\(caption)." : "\(caption); \(others) more are in the metrics.", lines)
    }

    private func state(of row: LandingRow) -> String {
        let words =
            switch row.state {
            case .waiting: "<span class=\"wait\">waiting for the first poll</span>"
            case .scraped: "<span class=\"wait\">polled when scraped</span>"
            case .up: "<span class=\"up\">up</span>"
            case .down(let reason):
                "<span class=\"down\">down</span>: \(Self.escaped(reason ?? "the last poll has not ended"))"
            }
        guard row.figures == nil, row.lastSuccess != nil else { return words }
        return words + "; the last result is dropped, older than max_age"
    }

    private func next(_ row: LandingRow) -> String {
        guard let time = row.nextPoll else { return "when scraped" }
        guard time > now, let span = span(time - now) else { return "now" }
        return "in \(span)"
    }

    private func age(_ time: Double) -> String { span(now - time).map { "\($0) ago" } ?? "never" }
}
