import ArgumentParser
import Metrics

/// `glance-exporter metrics`: the reference of every metric.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Print the reference of every metric, as Markdown.")

    func run() {
        print(MetricsReference.markdown(), terminator: "")
    }
}
