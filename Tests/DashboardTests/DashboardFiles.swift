import Foundation
import Testing

/// The files of `dashboards/`, read from the checkout.
enum DashboardFiles {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("dashboards")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    /// Every family that the program promises, by name; those in `histograms` also have `_bucket`, `_sum` and `_count`.
    static let families: Set<String> = [
        "glance_images", "glance_images_by_os_type", "glance_images_by_platform", "glance_images_by_support",
        "glance_images_by_image_type", "glance_images_by_disk_format", "glance_images_by_architecture",
        "glance_images_by_protection", "glance_images_by_hidden", "glance_images_by_member_status",
        "glance_image_size_bytes", "glance_images_without_size", "glance_oldest_image_created_timestamp_seconds",
        "glance_newest_image_created_timestamp_seconds", "glance_oldest_image_updated_timestamp_seconds",
        "glance_images_in_transition", "glance_image_status_transitions_total", "glance_label_values_over_limit",
        "glance_image_attribute_anomalies", "glance_up", "glance_cloud_info", "glance_polls_total",
        "glance_poll_failures_total", "glance_poll_optional_failures_total", "glance_poll_duration_seconds",
        "glance_poll_pages", "glance_poll_received_bytes", "glance_last_poll_timestamp_seconds",
        "glance_last_successful_poll_timestamp_seconds", "glance_last_full_poll_timestamp_seconds",
        "glance_poll_requests_total", "glance_token_expiry_timestamp_seconds",
        "glance_password_expiry_timestamp_seconds", "glance_endpoint_certificate_expiry_timestamp_seconds",
        "glance_quota_images", "glance_quota_images_limit", "glance_quota_bytes", "glance_quota_bytes_limit",
        "glance_newest_image_build_timestamp_seconds", "glance_images_by_replace_frequency",
        "glance_images_past_provided_until", "glance_next_provided_until_timestamp_seconds",
        "glance_images_with_failed_import", "glance_images_with_running_import",
        "glance_images_without_required_property", "glance_images_by_owner", "glance_image_size_bytes_by_owner",
        "glance_stuck_image_updated_timestamp_seconds", "glance_exporter_build_info",
        "glance_exporter_http_requests_total", "glance_exporter_http_requests_in_flight",
        "glance_exporter_config_last_reload_successful",
        "glance_exporter_config_last_reload_success_timestamp_seconds",
        "glance_exporter_web_certificate_expiry_timestamp_seconds",
    ]

    static let histograms: Set<String> = ["glance_poll_request_duration_seconds"]

    static let counters: Set<String> = families.filter { $0.hasSuffix("_total") }

    static let series: Set<String> = families.union(
        histograms.flatMap { name in ["_bucket", "_sum", "_count"].map { name + $0 } })

    /// The names that begin with `glance` in an expression, in the order of their places.
    static func metricNames(in expression: String) -> [String] {
        expression.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }.map(String.init)
            .filter { $0.hasPrefix("glance_") }
    }
}

/// An alert of the rules file; the parser knows just the YAML that this file is written in.
struct Alert: Sendable, CustomTestStringConvertible {
    var name: String
    var expression = ""
    var fields: [String: String] = [:]

    var testDescription: String { name }

    static func all() throws -> [Alert] { parse(try DashboardFiles.text("rules/glance-exporter.yml")) }

    static func parse(_ text: String) -> [Alert] {
        var alerts: [Alert] = []
        var isInExpression = false
        for line in text.split(separator: "\n") {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("#") { continue }
            if words.hasPrefix("- alert: ") {
                alerts.append(Alert(name: String(words.dropFirst(9))))
                isInExpression = false
                continue
            }
            guard var alert = alerts.popLast() else { continue }
            let indentation = line.prefix { $0 == " " }.count
            if isInExpression, indentation > 8 {
                alert.expression += " " + words
            } else if let colon = words.firstIndex(of: ":") {
                let key = String(words[..<colon])
                let value = words[words.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                isInExpression = key == "expr"
                if isInExpression { alert.expression = value == "|" ? "" : value }
                alert.fields[key] = value.trimmingCharacters(in: ["'"])
            }
            alerts.append(alert)
        }
        return alerts
    }

    /// The instants of the unit tests at which this alert is expected to fire, and those at which it is not.
    func cases(in tests: String) -> (firing: Int, silent: Int) {
        let lines = tests.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        var counts = (firing: 0, silent: 0)
        for (index, line) in lines.enumerated() where line == "alertname: \(name)" && index + 2 < lines.count {
            if lines[index + 1] == "exp_alerts: []" { counts.silent += 1 }
            let fires = lines[index + 1] == "exp_alerts:" && lines[index + 2].hasPrefix("- exp_labels: {")
            if fires { counts.firing += 1 }
        }
        return counts
    }
}
