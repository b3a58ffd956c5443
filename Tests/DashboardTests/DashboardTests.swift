import Foundation
import Testing

/// The Grafana dashboard holds to the rules that make it usable with any number of exporters and clouds.
@Suite struct DashboardTests {
    private typealias Object = [String: Any]

    private static func dashboard() throws -> Object {
        let data = Data(try DashboardFiles.text("glance-exporter.json").utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? Object)
    }

    private static func panels() throws -> [Object] {
        let all = try #require(try dashboard()["panels"] as? [Object])
        return all.filter { $0["type"] as? String != "row" }
    }

    private static func targets(of panel: Object) -> [Object] { panel["targets"] as? [Object] ?? [] }

    private static func expressions() throws -> [String] {
        try panels().flatMap { targets(of: $0).compactMap { $0["expr"] as? String } }
    }

    private static func text(_ object: Object, _ key: String) -> String { object[key] as? String ?? "" }

    private static func variables() throws -> [Object] {
        let templating = try #require(try dashboard()["templating"] as? Object)
        return try #require(templating["list"] as? [Object])
    }

    @Test func itsHeadIsWhole() throws {
        let dashboard = try Self.dashboard()
        #expect(Self.text(dashboard, "uid") == "glance-exporter")
        #expect(!Self.text(dashboard, "title").isEmpty)
        #expect((dashboard["schemaVersion"] as? Int ?? 0) >= 36)
        #expect(dashboard["editable"] as? Bool == false)
        #expect(dashboard["id"] == nil)
    }

    @Test func itAsksForTheDataSource() throws {
        let source = try #require(try Self.variables().first)
        #expect(Self.text(source, "name") == "datasource")
        #expect(Self.text(source, "type") == "datasource")
        #expect(Self.text(source, "label") == "Data source")
        #expect(Self.text(source, "query") == "prometheus")
    }

    @Test(arguments: ["job", "instance", "cloud"]) func itsVariablesTakeSeveralValues(name: String) throws {
        let variable = try #require(try Self.variables().first { Self.text($0, "name") == name })
        #expect(Self.text(variable, "type") == "query")
        #expect(variable["multi"] as? Bool == true)
        #expect(variable["includeAll"] as? Bool == true)
        #expect(Self.text(variable, "allValue") == ".+")
        #expect(variable["refresh"] as? Int == 2)
        let query = Self.text(try #require(variable["query"] as? Object), "query")
        #expect(query.hasPrefix("label_values(glance_up") && query.hasSuffix(", \(name))"))
    }

    @Test func itHasNoOtherVariable() throws {
        let names = try Self.variables().map { Self.text($0, "name") }
        #expect(names == ["datasource", "job", "instance", "cloud"])
    }

    @Test func eachPanelSaysWhatItShows() throws {
        let panels = try Self.panels()
        #expect(panels.count >= 17)
        for panel in panels {
            let title = Self.text(panel, "title")
            let defaults = (panel["fieldConfig"] as? Object)?["defaults"] as? Object ?? [:]
            #expect(!title.isEmpty)
            #expect(Self.text(panel, "description").hasSuffix("."), "\(title)")
            #expect(!Self.text(defaults, "unit").isEmpty, "\(title)")
            #expect(!Self.targets(of: panel).isEmpty, "\(title)")
        }
        #expect(Set(panels.map { Self.text($0, "title") }).count == panels.count)
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
    }

    @Test func eachPanelUsesTheChosenDataSource() throws {
        for panel in try Self.panels() {
            for owner in [panel] + Self.targets(of: panel) {
                let source = owner["datasource"] as? Object ?? [:]
                #expect(Self.text(source, "uid") == "${datasource}", "\(Self.text(panel, "title"))")
            }
        }
    }

    @Test func noPanelCoversAnother() throws {
        var taken: Set<[Int]> = []
        for panel in try #require(try Self.dashboard()["panels"] as? [Object]) {
            let place = try #require(panel["gridPos"] as? [String: Int])
            let (x, y, w, h) = (place["x"] ?? -1, place["y"] ?? -1, place["w"] ?? 0, place["h"] ?? 0)
            #expect(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24)
            for column in x..<(x + w) {
                for line in y..<(y + h) { #expect(taken.insert([column, line]).inserted) }
            }
        }
    }

    @Test func eachSelectorFollowsTheVariables() throws {
        let matchers = #"{job=~"$job", instance=~"$instance", cloud=~"$cloud""#
        for expression in try Self.expressions() {
            let names = DashboardFiles.metricNames(in: expression)
            #expect(!names.isEmpty, "\(expression)")
            #expect(names.allSatisfy(DashboardFiles.series.contains), "\(expression)")
            let followed = names.filter { expression.contains($0 + matchers) }
            #expect(followed == names, "\(expression)")
            #expect(expression.components(separatedBy: matchers).count - 1 == names.count, "\(expression)")
        }
    }

    /// A counter's own value says nothing: it is shown as a rate, over a window that follows the scrape interval, or
    /// over the whole time shown.
    @Test func countersStandUnderRateOnly() throws {
        for expression in try Self.expressions() {
            for name in DashboardFiles.metricNames(in: expression) {
                let isCounter = DashboardFiles.counters.contains(name) || !DashboardFiles.families.contains(name)
                let isRated = expression.contains("rate(\(name){") || expression.contains("increase(\(name){")
                #expect(isCounter == isRated, "\(expression)")
            }
            let windows = expression.split(separator: "[").dropFirst().map { $0.prefix { $0 != "]" } }
            #expect(windows.allSatisfy { $0 == "$__rate_interval" || $0 == "$__range" }, "\(expression)")
        }
    }

    @Test(arguments: [
        "glance_up", "glance_last_successful_poll_timestamp_seconds", "glance_images", "glance_images_in_transition",
        "glance_images_by_platform", "glance_images_by_os_type", "glance_images_by_support",
        "glance_images_by_disk_format", "glance_image_size_bytes", "glance_image_status_transitions_total",
        "glance_poll_duration_seconds", "glance_poll_failures_total", "glance_poll_request_duration_seconds_bucket",
        "glance_poll_requests_total",
    ])
    func itShows(name: String) throws {
        let shown = try Self.expressions().flatMap(DashboardFiles.metricNames)
        #expect(shown.contains(name))
    }
}
