import Exposition
import Metrics

/// The rules for the names of families and labels that a configuration gives.
enum MetricName {
    /// Bytes of a family's name.
    static let longest = 128
    /// Bytes of a label's name.
    static let longestLabel = 256

    /// What counters, histograms and summaries are made of.
    private static let reservedSuffixes = ["_total", "_bucket", "_count", "_sum", "_created"]

    /// Names that the program's own families take, those of their samples and of a counter without `_total` too.
    private static let taken: Set<String> = {
        let families =
            CatalogueFamilies.all.map(\.family) + PollFamilies.all.map(\.family) + ProgramFamilies.all.map(\.family)
        return families.reduce(into: []) { names, family in
            names.insert(family.name)
            if family.name.hasSuffix("_total") { names.insert(String(family.name.dropLast("_total".count))) }
        }
    }()

    /// Why a family of this value cannot have this name; nil where it can.
    static func problem(with name: String, of value: Aggregate.Value) -> String? {
        guard isWord(name) else {
            return "is not a metric's name; expected letters, digits and _, not a digit first"
        }
        if name.utf8.count > longest { return "is longer than \(longest) bytes" }
        if taken.contains(name) { return "is a family of the program's own" }
        if let suffix = reservedSuffixes.first(where: name.hasSuffix) {
            return "ends in \(suffix), as only counters and histograms may"
        }
        if let suffix = value.suffix {
            return name.hasSuffix(suffix) ? nil : "does not end in \(suffix), as the value \(value.rawValue) asks"
        }
        let units = ["_bytes", "_seconds"]
        return units.first(where: name.hasSuffix).map { "ends in \($0), and the value count has no unit" }
    }

    /// Why a label of an aggregate cannot have this name; nil where it can.
    static func problem(withLabel name: String) -> String? {
        if let problem = problem(withLabelWord: name) { return problem }
        return ["cloud", "le", "quantile"].contains(name) ? "is a label of the program's own" : nil
    }

    /// The rules that hold for every label.
    static func problem(withLabelWord name: String) -> String? {
        guard isWord(name) else { return "is not a label's name; expected letters, digits and _, not a digit first" }
        if name.utf8.count > longestLabel { return "is a name longer than \(longestLabel) bytes" }
        return name.hasPrefix("__") ? "begins with __, as only Prometheus's own names do" : nil
    }

    private static func isWord(_ name: String) -> Bool {
        let isWord = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return isWord && name.first.map { !$0.isNumber } ?? false
    }
}
