import ArgumentParser
import DemoCloud
import FoundationEssentials
import Identity
import Settings

/// `glance-exporter demo`: a living cloud inside the program, and the exporter polling it over HTTP.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve the metrics of a living demonstration cloud inside the program.",
        discussion: "Polls every 5s unless --poll.interval says otherwise.")

    /// Images that the demonstration cloud may hold.
    static let imagesAllowed = 1...1_000_000

    @Option(help: "Images in the cloud at the start, 1 to 1000000.")
    var images = 500

    @Option(help: "Seed of everything that happens in the cloud.")
    var seed: UInt64 = 1

    @OptionGroup var flags: CommonFlags

    func validate() throws {
        guard Self.imagesAllowed.contains(images) else {
            throw ValidationError("--images: \(images) is not from 1 to 1000000")
        }
        guard flags.osCloud == nil, flags.osClientConfig == nil, flags.configFile == nil else {
            throw ValidationError(
                "--config.file, --os-cloud and --os-client-config do not go with demo, which brings its own cloud")
        }
    }

    func run() async throws {
        let settings = try flags.settings(
            environment: ProcessInfo.processInfo.environment, defaultInterval: .seconds(5))
        let demo = DemoCloud(images: images, seed: seed)
        let address = try await demo.start()
        var cloud = Cloud(
            name: "demo", authURL: address.authURL,
            authentication: .password(
                user: .name(address.username, domain: .name(address.domain)), password: Secret(address.password),
                project: .name(address.project, domain: .name(address.domain))))
        cloud.region = address.region
        cloud.transport.proxy = .none
        let outcome: Result<Void, any Error>
        do {
            var watched = WatchedCloud(cloud: cloud, poll: settings.poll)
            // Images of both families lie in it, but it lists them as stock Glance does.
            watched.listing.dialect = .glance
            let clouds = [watched]
            try await Exporter(settings: settings).run(clouds) { () throws(CloudsError) in clouds }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await demo.shutdown()
        try outcome.get()
    }
}
