import Testing

/// Dashboards, rules, unit tests, README and runbooks ask for series that the program and the rules make, and by labels
/// that those have: who renames one is told where it is used.
@Suite struct PromisedNameTests {
    /// README's example of a family of the user's own, and the beginning of a family's name.
    private static let examples: Set<String> = ["glance_images_by_purpose"]

    /// Labels that only recorded series and alerts have.
    private static let ofRules: Set<String> = [
        "resource", "alertname", "alertstate", "severity", "cloud", "status", "job", "instance", "kind", "part",
        "unchanged_for",
    ]

    @Test func everyNameIsMade() throws {
        let recorded = Set(try Rule.recorded().map(\.name))
        let uses = try Use.all()
        #expect(uses.count > 200)
        for use in uses {
            for selector in Expression(use.expression).selectors {
                let isMade =
                    PromisedSeries.labels[selector.name] != nil || recorded.contains(selector.name)
                    || PromisedSeries.foreign.contains(selector.name) || Self.examples.contains(selector.name)
                #expect(isMade, "\(use.place): no family \(selector.name)")
            }
        }
    }

    /// README's example of a label that a configuration adds to a cloud.
    private static let ofConfigurations: Set<String> = ["team"]

    private static func labels(of name: String) -> Set<String>? {
        let isOfRules = name.contains(":") || PromisedSeries.foreign.contains(name)
        return isOfRules ? ofRules : PromisedSeries.labels[name]?.union(ofConfigurations)
    }

    @Test func everyMatchedLabelIsMade() throws {
        for use in try Use.all() {
            for selector in Expression(use.expression).selectors {
                // A name that nothing makes is told of above.
                guard let labels = Self.labels(of: selector.name) else { continue }
                for label in selector.matchers.map(\.label) where !labels.contains(label) {
                    Issue.record("\(use.place): \(selector.name) has no label \(label)")
                }
            }
        }
    }

    @Test func everyGroupedLabelIsMade() throws {
        for use in try Use.all() {
            let expression = Expression(use.expression)
            let known = expression.selectors.map { Self.labels(of: $0.name) }
            guard known.allSatisfy({ $0 != nil }) else { continue }
            let labels = known.reduce(into: Set<String>()) { $0.formUnion($1 ?? []) }
            for label in expression.grouping where !labels.contains(label) {
                Issue.record("\(use.place): nothing there has a label \(label)")
            }
        }
    }

    @Test func theReaderFindsWhatAnExpressionAsksFor() {
        let expression = Expression(
            #"sum by (cloud, to) (rate(glance_a_total{from="x,{y}", to!~"z"}[5m])) / on (cloud) glance_b"#)
        #expect(expression.selectors.map(\.name) == ["glance_a_total", "glance_b"])
        #expect(expression.selectors.first?.matchers.map(\.label) == ["from", "to"])
        #expect(expression.selectors.first?.matchers.map(\.condition) == [#"="x,{y}""#, #"!~"z""#])
        #expect(expression.selectors.map(\.function) == ["rate", nil])
        #expect(expression.selectors.map(\.window) == ["5m", nil])
        #expect(expression.grouping == ["cloud", "to", "cloud"])
    }
}
