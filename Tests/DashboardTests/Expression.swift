import Foundation

/// What a PromQL expression asks for; a reader of names and labels, not of the grammar.
struct Expression {
    struct Selector {
        let name: String
        /// Labels that are matched, and how: `job` to `=~"$job"`.
        var matchers: [(label: String, condition: String)] = []
        /// The function whose argument it is directly, if any.
        let function: String?
        /// What stands in brackets after it.
        var window: String?
    }

    var selectors: [Selector] = []
    /// Labels in lists after by, without, on, ignoring, group_left and group_right.
    var grouping: [String] = []

    private static let lists: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]

    /// A name that ends in the mark of a prefix speaks of several.
    static func isName(_ word: String) -> Bool {
        if word.hasSuffix("_") || word.hasSuffix(":") { return false }
        return ["glance_", "process_", "openstack_glance_", "cloud:", "cloud_", "threshold:"].contains {
            word.hasPrefix($0)
        }
            || word == "up" || word == "ALERTS" || word == "prometheus_rule_evaluation_failures_total"
    }

    init(_ text: String) {
        let tokens = Self.tokens(of: text)
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1] : ""
            if Self.lists.contains(token), next == "(" {
                index += 2
                while index < tokens.count, tokens[index] != ")" {
                    if tokens[index] != "," { grouping.append(tokens[index]) }
                    index += 1
                }
            } else if Self.isName(token) {
                let isArgument = index > 1 && tokens[index - 1] == "("
                var selector = Selector(name: token, function: isArgument ? tokens[index - 2] : nil)
                if next == "{" { index = Self.matchers(tokens, from: index + 2, into: &selector) }
                if index + 2 < tokens.count, tokens[index + 1] == "[" { selector.window = tokens[index + 2] }
                selectors.append(selector)
            }
            index += 1
        }
    }

    /// The place of the closing brace.
    private static func matchers(_ tokens: [String], from start: Int, into selector: inout Selector) -> Int {
        var index = start
        while index < tokens.count, tokens[index] != "}" {
            let label = tokens[index]
            var condition = ""
            index += 1
            while index < tokens.count, tokens[index] != ",", tokens[index] != "}" {
                condition += tokens[index]
                index += 1
            }
            selector.matchers.append((label, condition))
            if index < tokens.count, tokens[index] == "," { index += 1 }
        }
        return index
    }

    /// Words, quoted texts and single marks.
    private static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == "\"" {
                let body = rest.dropFirst().prefix { $0 != "\"" }
                tokens.append("\"\(body)\"")
                rest = rest.dropFirst(body.count + 2)
            } else if isWord(first) {
                let word = rest.prefix(while: isWord)
                tokens.append(String(word))
                rest = rest.dropFirst(word.count)
            } else {
                if !first.isWhitespace { tokens.append(String(first)) }
                rest = rest.dropFirst()
            }
        }
        return tokens
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_:$.".contains(character)
    }
}
