import Foundation
import Testing

/// A rule of `dashboards/rules`; the reader knows just the YAML that those files are written in.
struct Rule: Sendable, CustomTestStringConvertible {
    /// Of the alert or of the recorded series.
    let name: String
    let isAlert: Bool
    let file: String
    let line: Int
    var expression = ""
    var fields: [String: String] = [:]

    var testDescription: String { name }
    var place: String { "\(file):\(line), \(isAlert ? "alert" : "record") \(name)" }

    static func all() throws -> [Rule] {
        try CheckoutFiles.paths(in: "dashboards/rules", "yml").flatMap { try read($0) }
    }

    static func alerts() throws -> [Rule] { try all().filter(\.isAlert) }

    static func recorded() throws -> [Rule] { try all().filter { !$0.isAlert } }

    private static func read(_ file: String) throws -> [Rule] {
        var rules: [Rule] = []
        var isInExpression = false
        let lines = try CheckoutFiles.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("#") { continue }
            if let rule = begin(words, file, index + 1) {
                rules.append(rule)
                isInExpression = false
                continue
            }
            guard var rule = rules.popLast() else { continue }
            let indentation = line.prefix { $0 == " " }.count
            if isInExpression, indentation > 8 {
                rule.expression += " " + words
            } else if let colon = words.firstIndex(of: ":") {
                let key = String(words[..<colon])
                let value = words[words.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                isInExpression = key == "expr"
                if isInExpression { rule.expression = value == "|" ? "" : value }
                rule.fields[key] = value.trimmingCharacters(in: ["'"])
            }
            rules.append(rule)
        }
        return rules
    }

    /// `- alert: NAME`, `- record: NAME` or a whole threshold, `- {record: "NAME", expr: NUMBER, ...}`.
    private static func begin(_ words: String, _ file: String, _ line: Int) -> Rule? {
        for (prefix, isAlert) in [("- alert: ", true), ("- record: ", false)] where words.hasPrefix(prefix) {
            return Rule(name: String(words.dropFirst(prefix.count)), isAlert: isAlert, file: file, line: line)
        }
        let start = "- {record: \""
        guard words.hasPrefix(start) else { return nil }
        let rest = words.dropFirst(start.count)
        var rule = Rule(name: String(rest.prefix { $0 != "\"" }), isAlert: false, file: file, line: line)
        let value = rest.components(separatedBy: "expr: ").dropFirst().first ?? ""
        rule.expression = String(value.prefix { $0 != "," && $0 != "}" })
        return rule
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
