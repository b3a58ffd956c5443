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
        let source = CloudsSource(environment: environment, clientConfig: settings.osClientConfig)
        let clouds = try source.clouds(named: settings.osCloud).map { cloud in
            var watched = WatchedCloud(cloud: cloud, poll: settings.poll)
            watched.listing.dialect = settings.dialect
            return watched
        }
        try await Exporter(settings: settings).run(clouds) { cloud throws(CloudsError) in
            try source.clouds(named: settings.osCloud).first { $0.name == cloud }
        }
    }
}
