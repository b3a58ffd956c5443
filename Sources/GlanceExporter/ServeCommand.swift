import ArgumentParser
import FoundationEssentials
import Identity
import Settings

/// `glance-exporter serve`: polls and serves.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Poll the clouds and serve their metrics (the default).")

    @OptionGroup var flags: CommonFlags

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try flags.settings(environment: environment)
        let read = { @Sendable () throws(CloudsError) in try flags.clouds(settings, environment: environment) }
        try await Exporter(settings: settings).run(try read(), read: read)
    }
}
