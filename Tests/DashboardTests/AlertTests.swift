import Foundation
import Testing

/// Each alert can be acted upon, and has unit tests of its firing and of its silence.
@Suite struct AlertTests {
    @Test func theAlertsAreThese() throws {
        let names = try Alert.all().map(\.name)
        #expect(
            names == [
                "GlanceImageKilled", "GlanceImageQueuedTooLong", "GlanceImageStuck", "GlanceUploadsFailing",
                "GlancePollFailing", "GlanceCatalogueStale", "GlanceExporterDown",
            ])
    }

    @Test(arguments: try Alert.all()) func itAsksForPromisedFamilies(alert: Alert) {
        let names = DashboardFiles.metricNames(in: alert.expression)
        #expect(!names.isEmpty)
        #expect(names.filter { !DashboardFiles.series.contains($0) } == [])
        for name in names where DashboardFiles.counters.contains(name) {
            #expect(alert.expression.contains("increase(\(name){"))
        }
    }

    @Test(arguments: try Alert.all()) func itSaysWhatItMeans(alert: Alert) throws {
        let severity = try #require(alert.fields["severity"])
        #expect(["critical", "warning", "info"].contains(severity))
        let summary = try #require(alert.fields["summary"])
        #expect(summary.hasSuffix(".") && !summary.contains("{{"))
        let description = try #require(alert.fields["description"])
        #expect(description.hasSuffix("."))
        #expect(description.contains("{{ $labels.cloud }}") || alert.name == "GlanceExporterDown")
    }

    @Test(arguments: try Alert.all()) func itsRunbookExists(alert: Alert) throws {
        #expect(alert.fields["runbook_url"] == "dashboards/runbooks.md#\(alert.name.lowercased())")
        let sections = try DashboardFiles.text("runbooks.md").components(separatedBy: "\n## ").dropFirst()
        let section = try #require(sections.first { $0.hasPrefix(alert.name + "\n") })
        for part in ["**Meaning.**", "**Look at.**", "**Do.**"] { #expect(section.contains(part)) }
    }

    @Test func eachRunbookBelongsToAnAlert() throws {
        let sections = try DashboardFiles.text("runbooks.md").components(separatedBy: "\n## ").dropFirst()
        let headings = sections.map { String($0.prefix { $0 != "\n" }) }
        #expect(headings == (try Alert.all().map(\.name)))
    }

    @Test(arguments: try Alert.all()) func itsTestsProveFiringAndSilence(alert: Alert) throws {
        let cases = alert.cases(in: try DashboardFiles.text("tests/glance-exporter.yml"))
        #expect(cases.firing >= 1)
        #expect(cases.silent >= 2)
    }

    @Test func theUnitTestsUsePromisedFamilies() throws {
        let names = DashboardFiles.metricNames(in: try DashboardFiles.text("tests/glance-exporter.yml"))
        #expect(names.count > 20)
        #expect(Set(names).subtracting(DashboardFiles.series) == [])
    }
}
