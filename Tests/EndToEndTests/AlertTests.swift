import Foundation
import Testing

extension EndToEnd {
    /// Alerts about images of a real Glance, by the real rules in a real Prometheus; only their waiting is shortened, as
    /// README says.
    @Suite struct AlertTests {
        /// Nothing but what these tests make.
        private static let configuration = """
            poll: {interval: 200ms}
            clouds: [{name: bob, cloud: bob, filter: {name: upload}}]

            """

        private func run(
            _ script: String, _ body: (RunningPrometheus, Upload) async throws -> Void
        ) async throws {
            try await RunningExporter.run(configuration: Self.configuration) { exporter in
                _ = try await exporter.scrapeWhenUp()
                try await RunningPrometheus.runAsDocumented(scraping: exporter.address) { prometheus in
                    _ = try await eventually("a scrape by Prometheus") {
                        try await prometheus.values("cloud_status:glance_images:sum").isEmpty ? nil : true
                    }
                    try await Upload.run(as: "bob", script: script) { try await body(prometheus, $0) }
                }
            }
        }

        private func wait(
            _ what: String, _ query: String, in prometheus: RunningPrometheus, isEmpty: Bool = false
        ) async throws {
            _ = try await eventually(what) { try await prometheus.values(query).isEmpty == isEmpty ? true : nil }
        }

        /// The image is queued for two days by Glance's own database; no threshold is changed.
        @Test func aQueuedImageThatIsStuckIsToldOfUntilItIsUploaded() async throws {
            let alert = #"ALERTS{alertname="GlanceImageStuck", status="queued", severity="warning"}"#
            try await run("queued.py") { prometheus, upload in
                try await wait("the queued image", #"glance_images{status="queued"} == 1"#, in: prometheus)
                #expect(try await prometheus.values(alert).isEmpty)
                try upload.tell("age")
                let firing = alert.replacingOccurrences(of: "}", with: #", alertstate="firing"}"#)
                try await wait("the alert", firing, in: prometheus)
                // It waited first.
                let pending = alert.replacingOccurrences(of: "}", with: #", alertstate="pending"}[10m]"#)
                #expect(try await prometheus.values("max_over_time(\(pending))").count == 1)
                try upload.tell("finish")
                try await wait("its end", alert, in: prometheus, isEmpty: true)
                #expect(try await prometheus.values(#"glance_images{status="active"} == 1"#).count == 1)
                try upload.tell("delete")
            }
        }

        @Test func anUploadThatBreaksIsToldOf() async throws {
            let alert = #"ALERTS{alertname="GlanceUploadFailed", alertstate="firing"}"#
            try await run("upload.py") { prometheus, upload in
                try await wait("the upload", #"glance_images{status="saving"} == 1"#, in: prometheus)
                #expect(try await prometheus.values(alert).isEmpty)
                try upload.tell("break")
                try await wait("the alert", alert, in: prometheus)
                let warning = #"ALERTS{alertname="GlanceUploadsFailing"}"#
                #expect(try await prometheus.values(warning).isEmpty)
                try upload.tell("delete")
            }
        }
    }
}
