import ArgumentParser
import FoundationEssentials
import Identity
import Metrics
import Settings

/// `glance-exporter metrics`: the reference of every metric.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Print the reference of every metric, as Markdown.",
        discussion: "With --config.file, that file's aggregates are in it too.")

    @Option(
        name: .customLong(FlagName.configFile.rawValue),
        help: ArgumentHelp(FlagName.configFile.help, valueName: "file"))
    var configFile: String?

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try CommonFlags.checked { () throws(SettingsError) in
            try Settings(flags: configFile.map { [.configFile: [$0]] } ?? [:], environment: environment)
        }
        let aggregates = try WatchedClouds(settings: settings, environment: environment).aggregates()
        print(MetricsReference.markdown(aggregates), terminator: "")
    }
}
