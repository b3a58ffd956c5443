import Exposition

/// The reference of every metric, made from the families themselves.
package enum MetricsReference {
    /// One table a group, in Markdown, `aggregates` in one of their own; ends in a newline.
    package static func markdown(_ aggregates: [Aggregate] = []) -> String {
        let own = aggregates.isEmpty ? [] : [table("Configured", aggregates.map(\.family.family))]
        return
            ([
                "Every family of a cloud also has the label `cloud`. A family without a value is absent.",
                table("Catalogue", CatalogueFamilies.all.map(\.family)),
                table("Polling", PollFamilies.all.map(\.family)),
                table("Program", ProgramFamilies.all.map(\.family)),
            ] + own).joined(separator: "\n\n") + "\n"
    }

    private static func table(_ title: String, _ families: [Family]) -> String {
        let head = ["### \(title)", "", "| name | kind | labels | meaning |", "|---|---|---|---|"]
        let rows = families.map { family in
            let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(family.name)` | \(family.kind.rawValue) | \(labels) | \(escaped(family.help)) |"
        }
        return (head + rows).joined(separator: "\n")
    }

    /// A bar would end the cell; an asterisk, or an underscore before a word, could begin emphasis.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            let begins = character == "_" && !(result.last.map { $0.isLetter || $0.isNumber } ?? false)
            if character == "|" || character == "*" || begins { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
