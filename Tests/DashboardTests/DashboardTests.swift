import Testing

/// The Grafana dashboards hold to the rules that make them usable with any number of exporters and clouds.
@Suite struct DashboardTests {
    @Test func theDashboardsAreThese() throws {
        #expect(try CheckoutFiles.paths(in: "dashboards", "json") == Dashboard.files)
        let dashboards = try Dashboard.files.map(Dashboard.read)
        #expect(dashboards.map(\.title) == ["Glance / Catalogue", "Glance / Exporter"])
        #expect(dashboards.map(\.uid) == ["glance-catalogue", "glance-exporter"])
    }

    @Test(arguments: Dashboard.files) func itsHeadIsWhole(file: String) throws {
        let dashboard = try Dashboard.read(file)
        #expect(dashboard.schemaVersion >= 39)
        #expect(!dashboard.editable)
        #expect(dashboard.id == nil)
    }

    /// By a tag that both bear, so that it holds below any path and after a change of uid.
    @Test(arguments: Dashboard.files) func itLeadsToTheOther(file: String) throws {
        let dashboard = try Dashboard.read(file)
        let link = try #require(dashboard.links.first)
        #expect(link.type == "dashboards")
        #expect(link.tags == ["glance-exporter"])
        #expect(link.includeVars == true && link.keepTime == true)
        #expect(dashboard.tags.contains("glance-exporter"))
    }

    @Test(arguments: Dashboard.files) func itAsksForTheDataSource(file: String) throws {
        let source = try #require(try Dashboard.read(file).templating.list.first)
        #expect(source.name == "datasource")
        #expect(source.type == "datasource")
        #expect(source.label == "Data source")
        #expect(source.query == "prometheus")
    }

    @Test(arguments: Dashboard.files) func itsVariablesTakeSeveralValues(file: String) throws {
        let variables = try Dashboard.read(file).templating.list
        #expect(variables.map(\.name) == ["datasource", "job", "instance", "cloud"])
        for variable in variables.dropFirst() {
            #expect(variable.type == "query", "\(variable.name)")
            #expect(variable.multi && variable.includeAll, "\(variable.name)")
            #expect(variable.allValue == ".+", "\(variable.name)")
            #expect(variable.refresh == 2, "\(variable.name)")
            let isOfLabel =
                variable.query.hasPrefix("label_values(glance_up") && variable.query.hasSuffix(", \(variable.name))")
            #expect(isOfLabel, "\(variable.name)")
        }
    }

    @Test(arguments: Dashboard.files) func eachPanelSaysWhatItShows(file: String) throws {
        let panels = try Dashboard.read(file).shown
        #expect(panels.count >= 25)
        for panel in panels {
            #expect(!panel.title.isEmpty)
            #expect(panel.description?.hasSuffix(".") == true, "\(panel.title)")
            let defaults = try #require(panel.fieldConfig?.defaults, "\(panel.title)")
            #expect(!defaults.unit.isEmpty, "\(panel.title)")
            #expect(!defaults.thresholds.steps.isEmpty, "\(panel.title)")
            #expect(panel.targets?.isEmpty == false, "\(panel.title)")
        }
        #expect(Set(panels.map(\.title)).count == panels.count)
        #expect(Set(try Dashboard.read(file).panels.map(\.id)).count == (try Dashboard.read(file).panels.count))
    }

    @Test(arguments: Dashboard.files) func eachPanelUsesTheChosenDataSource(file: String) throws {
        for panel in try Dashboard.read(file).shown {
            let sources = [panel.datasource] + (panel.targets ?? []).map(\.datasource)
            #expect(sources.allSatisfy { $0?.uid == "${datasource}" }, "\(panel.title)")
            #expect(sources.allSatisfy { $0?.type == "prometheus" }, "\(panel.title)")
        }
    }

    @Test(arguments: Dashboard.files) func noPanelCoversAnother(file: String) throws {
        var taken: Set<[Int]> = []
        for panel in try Dashboard.read(file).panels {
            let place = panel.gridPos
            #expect(place.x >= 0 && place.y >= 0 && place.w > 0 && place.h > 0 && place.x + place.w <= 24)
            for column in place.x..<(place.x + place.w) {
                for line in place.y..<(place.y + place.h) {
                    #expect(taken.insert([column, line]).inserted, "\(panel.title)")
                }
            }
        }
    }

    @Test func eachPanelOfAnAlertLeadsToItsRunbook() throws {
        let links = try Dashboard.files.flatMap { try Dashboard.read($0).shown }.flatMap { $0.links ?? [] }
        let alerts = try Rule.alerts().filter { $0.name != "GlanceThresholdsMissing" }
        #expect(Set(links.map(\.url)) == Set(alerts.compactMap { $0.fields["runbook_url"] }))
        for link in links { #expect(link.url == "dashboards/runbooks/\(link.title.dropFirst(11)).md") }
    }
}
