import Foundation
import Testing

/// A place outside the program that names its series.
struct Use: Sendable, CustomTestStringConvertible {
    /// File, and panel, rule or line.
    let place: String
    let expression: String

    var testDescription: String { place }

    static func all() throws -> [Use] {
        try ofDashboards()
            + Rule.all().filter { !$0.name.hasPrefix("threshold:") }.map {
                Use(place: $0.place, expression: $0.expression + " " + ($0.fields["description"] ?? ""))
            } + ofUnitTests() + ofDocuments()
    }

    static func ofDashboards() throws -> [Use] {
        try Dashboard.files.flatMap { file in
            let dashboard = try Dashboard.read(file)
            return dashboard.shown.flatMap { panel in
                (panel.targets ?? []).map {
                    Use(place: "\(file), panel \"\(panel.title)\" \($0.refId)", expression: $0.expr)
                }
            } + dashboard.templating.list.map { Use(place: "\(file), variable \($0.name)", expression: $0.query) }
        }
    }

    /// The series that the unit tests feed in.
    private static func ofUnitTests() throws -> [Use] {
        try CheckoutFiles.paths(in: "dashboards/tests", "yml").flatMap { file in
            try lines(of: file).filter { $0.text.contains("- series: '") }.map {
                Use(place: "\(file):\($0.number)", expression: String($0.text.drop { $0 != "'" }))
            }
        }
    }

    /// README without the table that the program writes, and the runbooks: every line that names a series.
    private static func ofDocuments() throws -> [Use] {
        try (["README.md"] + CheckoutFiles.paths(in: "dashboards/runbooks", "md")).flatMap { file in
            var isGenerated = false
            return try lines(of: file).compactMap { line -> Use? in
                if line.text == "<!-- metrics -->" { isGenerated = true }
                if line.text == "<!-- /metrics -->" { isGenerated = false }
                let text = line.text.replacingOccurrences(of: "`", with: " ")
                guard !isGenerated, !Expression(text).selectors.isEmpty else { return nil }
                return Use(place: "\(file):\(line.number)", expression: text)
            }
        }
    }

    private static func lines(of file: String) throws -> [(number: Int, text: Substring)] {
        try CheckoutFiles.text(file).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, $0.element) }
    }
}
