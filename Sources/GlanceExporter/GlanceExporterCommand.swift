import ArgumentParser

/// The program: `serve` unless another command is named.
@main
struct GlanceExporterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glance-exporter",
        abstract: "Serves the image catalogues of OpenStack clouds to Prometheus.",
        version: BuildInfo.current.text,
        subcommands: [
            ServeCommand.self, CollectCommand.self, DemoCommand.self, CheckCommand.self, MetricsCommand.self,
            HealthCheckCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() async {
        ProcessMemory.keepToItself()
        Allocator.keepLittle()
        await main(nil)
    }
}
