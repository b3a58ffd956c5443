import Exposition
import Metrics
import Testing

/// The rules that promtool's linter checks, over all families.
@Suite struct FamilyLintTests {
    private static let families =
        CatalogueFamilies.all.map(\.family) + PollFamilies.all.map(\.family) + ProgramFamilies.all.map(\.family)

    @Test func namesAreUniqueAndSnakeCase() {
        #expect(Set(Self.families.map(\.name)).count == Self.families.count)
        for family in Self.families {
            #expect(family.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(family.name)")
            #expect(!family.name.contains("__"))
            // The last are openstack-exporter's.
            let prefixes = ["glance_", "process_", "openstack_glance_"]
            #expect(prefixes.contains { family.name.hasPrefix($0) })
        }
    }

    @Test func helpIsOneSentenceOrMore() {
        for family in Self.families {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(!family.help.contains("\n") && !family.help.contains("  "), "\(family.name)")
        }
    }

    @Test func suffixesFitTheKind() {
        for family in Self.families {
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            for suffix in ["_count", "_sum", "_bucket"] { #expect(!family.name.hasSuffix(suffix), "\(family.name)") }
            for kind in ["gauge", "counter", "histogram", "summary"] {
                #expect(!family.name.split(separator: "_").contains { $0 == kind }, "\(family.name)")
            }
        }
    }

    @Test func unitsAreBaseUnitsAndTheNamesSuffix() {
        let abbreviations: Set = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "kib", "mib", "gib", "pct"]
        let scaled: Set = ["milliseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "percent"]
        for family in Self.families {
            let words = Set(family.name.split(separator: "_").map(String.init))
            #expect(words.isDisjoint(with: abbreviations) && words.isDisjoint(with: scaled), "\(family.name)")
            let stem = family.name.hasSuffix("_total") ? String(family.name.dropLast(6)) : family.name
            let unit = ["bytes", "seconds"].first { stem.hasSuffix("_\($0)") }
            #expect(family.unit == unit, "\(family.name)")
        }
    }

    @Test func labelsAreUniqueAndNotReserved() {
        for family in Self.families {
            #expect(Set(family.labels).count == family.labels.count)
            for label in family.labels {
                #expect(!["le", "quantile", "type", "cloud", "job", "instance"].contains(label), "\(family.name)")
                #expect(label.allSatisfy { $0.isLowercase || $0 == "_" } && !label.hasPrefix("__"))
            }
        }
    }

    @Test func theReferenceShowsEveryFamily() {
        let reference = MetricsReference.markdown()
        for family in Self.families { #expect(reference.contains("| `\(family.name)` | \(family.kind.rawValue) |")) }
        for line in reference.split(separator: "\n") where line.hasPrefix("|") {
            #expect(line.count { $0 == "|" } == 5, "\(line)")
        }
        #expect(reference.hasSuffix("|\n"))
    }
}
