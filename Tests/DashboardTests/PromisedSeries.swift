import Exposition
import Metrics

/// The series that there can be, by name: those that the program declares, and those that rules record.
enum PromisedSeries {
    /// Labels that Prometheus adds to each target's series.
    static let target: Set<String> = ["job", "instance"]

    static let ofClouds: [Family] = CatalogueFamilies.all.map(\.family) + PollFamilies.all.map(\.family)
    static let ofProgram: [Family] = ProgramFamilies.all.map(\.family)

    /// Labels by name of series; a histogram has three.
    static let labels: [String: Set<String>] = {
        var labels: [String: Set<String>] = ["up": target]
        for (families, own) in [(ofClouds, target.union(["cloud"])), (ofProgram, target)] {
            for family in families {
                let all = own.union(family.labels)
                if family.kind == .histogram {
                    labels[family.name + "_bucket"] = all.union(["le"])
                    labels[family.name + "_sum"] = all
                    labels[family.name + "_count"] = all
                } else {
                    labels[family.name] = all
                }
            }
        }
        return labels
    }()

    static let counters: Set<String> = Set(
        (ofClouds + ofProgram).flatMap { family -> [String] in
            switch family.kind {
            case .counter: [family.name]
            case .histogram: ["_bucket", "_sum", "_count"].map { family.name + $0 }
            case .gauge: []
            }
        })

    static let programNames = Set(ofProgram.map(\.name))

    /// Prometheus's own, whose labels come from the rules.
    static let foreign: Set<String> = ["ALERTS", "prometheus_rule_evaluation_failures_total"]
}
