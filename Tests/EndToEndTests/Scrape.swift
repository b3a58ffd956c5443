import Foundation

/// One answer of `/metrics`, read by a parser of the tests' own.
struct Scrape: Sendable {
    /// Values by labels, without `cloud`.
    typealias Samples = [[String: String]: String]

    let text: String
    private let families: [String: Samples]

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws {
        self.text = text
        var families: [String: Samples] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let (name, labels, value) = try Self.read(String(line))
            guard families[name, default: [:]].updateValue(value, forKey: labels) == nil else {
                throw Unreadable(description: "twice: \(line)")
            }
        }
        self.families = families
    }

    /// The samples of one name; empty where it is absent.
    func samples(_ name: String) -> Samples { families[name] ?? [:] }

    /// The samples that are not 0: an absent series is 0.
    func nonzero(_ name: String) -> Samples { samples(name).filter { $0.value != "0" } }

    /// The value of a series without labels but `cloud`.
    func value(_ name: String) -> String? { samples(name)[[:]] }

    /// Failed polls by reason, those that happened.
    var failures: [String: Int] {
        nonzero("glance_poll_failures_total").reduce(into: [:]) { $0[$1.key["reason"] ?? ""] = Int($1.value) }
    }

    /// The lines of families whose names satisfy `isWanted`, in their order.
    func lines(where isWanted: (String) -> Bool) -> [String] {
        text.split(separator: "\n").map(String.init).filter { line in
            let words = line.split(separator: " ")
            let name = line.hasPrefix("#") ? String(words[2]) : String(line.prefix { $0 != "{" && $0 != " " })
            return isWanted(name)
        }
    }

    /// Names of the families of the catalogue that are shown.
    var catalogueFamilies: [String] {
        lines { _ in true }.filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
            .filter { $0.contains("image") || $0 == "glance_label_values_over_limit" }
            .filter { !$0.contains("certificate") }
    }

    /// What comes from the images themselves.
    var catalogue: [String] { lines { $0.hasPrefix("glance_image") && $0 != "glance_images_in_transition" } }

    private static func read(_ line: String) throws -> (String, [String: String], String) {
        let name = String(line.prefix { $0 != "{" && $0 != " " })
        var rest = line.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while let first = rest.first, first != "}" {
                let label = String(rest.prefix { $0 != "=" })
                rest = rest.dropFirst(label.count)
                guard rest.hasPrefix("=\"") else { throw Unreadable(description: line) }
                labels[label] = try quoted(&rest, of: line)
                if rest.first == "," { rest = rest.dropFirst() }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", rest.dropFirst().allSatisfy({ $0 != " " }) else { throw Unreadable(description: line) }
        labels["cloud"] = nil
        return (name, labels, String(rest.dropFirst()))
    }

    /// Consumes `="..."`.
    private static func quoted(_ rest: inout Substring, of line: String) throws -> String {
        rest = rest.dropFirst(2)
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                guard let escaped = rest.popFirst() else { throw Unreadable(description: line) }
                value.append(escaped == "n" ? "\n" : escaped)
            default: value.append(character)
            }
        }
        throw Unreadable(description: line)
    }
}
