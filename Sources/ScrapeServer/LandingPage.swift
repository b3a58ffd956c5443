/// One cloud on the landing page.
package struct LandingRow: Sendable, Equatable {
    package enum State: String, Sendable {
        case waiting = "waiting for the first poll"
        case scraped = "polled when scraped"
        case up = "up"
        case down = "down: the last poll failed"
    }

    package var cloud: String
    package var state: State
    /// Unix seconds; nil before the first whole poll.
    package var lastSuccess: Double?
    /// Nil where no result is shown.
    package var images: Int?
    /// What narrows the catalogue; empty: nothing.
    package var filter: String

    package init(cloud: String, state: State, lastSuccess: Double?, images: Int?, filter: String = "") {
        self.cloud = cloud
        self.state = state
        self.lastSuccess = lastSuccess
        self.images = images
        self.filter = filter
    }
}

/// The page at `/`: what runs here, each cloud and its state, links.
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

    /// The page; nothing in it comes from elsewhere.
    package func html(telemetryPath: String) -> String {
        let links = [(telemetryPath, "Metrics"), ("/-/healthy", "Health"), ("/-/ready", "Readiness")]
            .map { "<li><a href=\".\(Self.escaped($0.0))\">\($0.1)</a></li>" }
        let rows = rows.map { row in
            "<tr><td>\(Self.escaped(row.cloud))</td><td>\(row.state.rawValue)</td><td>\(age(row.lastSuccess))</td>"
                + "<td>\(row.images.map(String.init) ?? "–")</td><td>\(Self.escaped(row.filter))</td></tr>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>glance-exporter</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}
            table{border-collapse:collapse}td,th{padding:.25rem 1rem .25rem 0;text-align:left}</style></head>
            <body><main>
            <h1>glance-exporter</h1>
            <p>Image catalogues of OpenStack clouds for Prometheus. Version \(Self.escaped(version)).</p>
            <ul>\(links.joined())</ul>
            <table><thead><tr><th scope="col">Cloud</th><th scope="col">State</th><th scope="col">Last whole poll</th>
            <th scope="col">Images</th><th scope="col">Filter</th></tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table>
            </main></body></html>

            """
    }

    private func age(_ time: Double?) -> String {
        guard let time, (now - time).isFinite else { return "never" }
        let seconds = Int(min(max(0, now - time), 1e9))
        switch seconds {
        case ..<120: return "\(seconds) s ago"
        case ..<7200: return "\(seconds / 60) min ago"
        default: return "\(seconds / 3600) h ago"
        }
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
