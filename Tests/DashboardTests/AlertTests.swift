import Foundation
import Testing

/// Each alert can be acted upon, and has unit tests of its firing and of its silence.
@Suite struct AlertTests {
    private static let severities = [
        "GlanceImageKilled": "warning", "GlanceQueuedImagesRising": "warning", "GlanceUploadFailed": "info",
        "GlanceUploadsFailing": "warning", "GlanceImageStuck": "warning", "GlanceImagesAbandoned": "info",
        "GlanceImageDeactivated": "info", "GlanceSharesWaiting": "info", "GlanceQuotaNearlyFull": "warning",
        "GlanceStorageGrowingFast": "warning", "GlanceImportFailed": "warning", "GlanceGoldenImageStale": "warning",
        "GlanceImagePromiseBroken": "warning", "GlancePublicImageUnprotected": "info",
        "GlanceExporterDown": "critical", "GlancePollFailing": "warning", "GlanceCredentialsRefused": "critical",
        "GlanceCatalogueStale": "critical", "GlanceOptionalPartFailing": "info", "GlanceReloadFailed": "warning",
        "GlancePasswordExpiring": "warning", "GlanceCertificateExpiring": "warning",
        "GlanceLabelValuesOverLimit": "info", "GlanceAttributeAnomalies": "info",
        "GlanceThresholdsMissing": "warning",
    ]

    /// Alerts that are not about one cloud.
    private static let ofNoCloud: Set<String> = [
        "GlanceExporterDown", "GlanceReloadFailed", "GlanceThresholdsMissing",
    ]

    @Test func theAlertsAreThese() throws {
        let alerts = try Rule.alerts()
        let found = alerts.map { ($0.name, $0.fields["severity"] ?? "") }
        #expect(Dictionary(found) { first, _ in first } == Self.severities)
        #expect(alerts.count == Self.severities.count)
        #expect(try CheckoutFiles.text("README.md").contains(" \(alerts.count) alerts "))
    }

    @Test(arguments: try Rule.alerts()) func itSaysWhatItMeans(alert: Rule) throws {
        let summary = try #require(alert.fields["summary"])
        #expect(summary.hasSuffix(".") && !summary.contains("{{"))
        let description = try #require(alert.fields["description"])
        #expect(description.hasSuffix("."))
        #expect(description.contains("$labels.cloud") || Self.ofNoCloud.contains(alert.name))
    }

    @Test(arguments: try Rule.alerts()) func itsRunbookExists(alert: Rule) throws {
        let path = "dashboards/runbooks/\(alert.name).md"
        #expect(alert.fields["runbook_url"] == path)
        let runbook = try CheckoutFiles.text(path)
        #expect(runbook.hasPrefix("# \(alert.name)\n\n## Meaning\n\n"))
        for part in ["\n## Look at\n\n", "\n## Do\n\n"] { #expect(runbook.contains(part)) }
        #expect(runbook.contains("```promql\n"))
    }

    @Test func eachRunbookBelongsToAnAlert() throws {
        let files = try CheckoutFiles.paths(in: "dashboards/runbooks", "md")
        #expect(Set(files) == Set(try Rule.alerts().compactMap { $0.fields["runbook_url"] }))
    }

    @Test(arguments: try Rule.alerts()) func itsTestsProveFiringAndSilence(alert: Rule) throws {
        let tests = try CheckoutFiles.paths(in: "dashboards/tests", "yml").filter { !$0.hasSuffix("quiet.yml") }
        let cases = alert.cases(in: try tests.map(CheckoutFiles.text).joined())
        #expect(cases.firing >= 1)
        #expect(cases.silent >= 2)
        #expect(alert.cases(in: try CheckoutFiles.text("dashboards/tests/quiet.yml")).silent >= 10)
    }

    /// promtool evaluates groups in any order but the one that it is told.
    @Test func unitTestsNameTheOrderOfGroups() throws {
        let rules = ["thresholds", "recording", "glance-exporter"].map { "dashboards/rules/\($0).yml" }
        let groups = try rules.flatMap { file in
            try CheckoutFiles.text(file).split(separator: "\n").filter { $0.hasPrefix("  - name: ") }
                .map { "  - " + $0.dropFirst("  - name: ".count) }
        }
        #expect(groups.count == 5)
        let order = "\ngroup_eval_order:\n" + groups.joined(separator: "\n") + "\n"
        for file in try CheckoutFiles.paths(in: "dashboards/tests", "yml") where !file.hasSuffix("/missing.yml") {
            #expect(try CheckoutFiles.text(file).contains(order), "\(file)")
        }
    }

    @Test func countersStandUnderIncreaseOnly() throws {
        // A sum of counters is one.
        let sums = try Rule.recorded().filter { rule in
            Expression(rule.expression).selectors.contains { PromisedSeries.counters.contains($0.name) }
                && rule.name.hasSuffix(":sum")
        }.map(\.name)
        #expect(sums.count == 3)
        for rule in try Rule.all() where !sums.contains(rule.name) {
            for selector in Expression(rule.expression).selectors {
                let isCounter = PromisedSeries.counters.contains(selector.name) || sums.contains(selector.name)
                #expect(isCounter == (selector.function == "increase"), "\(rule.place): \(selector.name)")
            }
        }
    }

    /// An operator changes a number in one file.
    @Test func numbersStandInTheFileOfThresholds() throws {
        for alert in try Rule.alerts() {
            var text = alert.expression.replacingOccurrences(
                of: #"\[[^\]]*\]|"[^"]*"|threshold:\S+|[a-z_]+:\S+"#, with: " ", options: .regularExpression)
            text = text.replacingOccurrences(of: "==", with: " ")
            let numbers = text.split { !($0.isNumber || $0.isLetter || $0 == "_" || $0 == ".") }.filter {
                $0.first?.isNumber == true
            }
            #expect(numbers.allSatisfy { ["0", "1"].contains($0) }, "\(alert.place): \(numbers)")
        }
        let thresholds = Set(try Rule.recorded().map(\.name).filter { $0.hasPrefix("threshold:") })
        let used = Set(
            try Rule.all().flatMap { Expression($0.expression).selectors.map(\.name) }
                .filter { $0.hasPrefix("threshold:") })
        #expect(thresholds == used)
        #expect(thresholds.count > 20)
    }

    @Test func recordedNamesAreLevelMetricOperations() throws {
        for rule in try Rule.recorded() {
            let parts = rule.name.split(separator: ":")
            #expect(parts.count == 3, "\(rule.place)")
            #expect(parts.dropFirst().first?.hasPrefix("glance_") == true, "\(rule.place)")
            #expect(rule.file.hasSuffix(parts.first == "threshold" ? "thresholds.yml" : "recording.yml"))
        }
    }
}
