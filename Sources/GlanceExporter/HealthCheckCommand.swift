import ArgumentParser
import FoundationEssentials
import Glibc
import HTTPClient
import ScrapeServer
import Settings

/// `glance-exporter healthcheck`: asks the exporter of this machine or container whether it answers.
struct HealthCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Ask the exporter that runs here whether it answers.",
        discussion: """
            Asks for /-/healthy at the first of --web.listen-address, by TLS where --web.config.file says so. Ends with 0 \
            if it is healthy, asks for a user or a client's certificate, or is at its rate limit; else with 1.
            """)

    /// Of the whole question.
    private static let limit = Duration.seconds(5)

    @OptionGroup var door: DoorFlags

    func run() async throws {
        let settings = try CommonFlags.checked { () throws(SettingsError) in
            try Settings(flags: door.given, environment: ProcessInfo.processInfo.environment)
        }
        let address: ListenAddress
        do throws(ListenAddress.Invalid) {
            address = try ListenAddress(settings.web.listenAddresses[0])
        } catch {
            throw ValidationError("--\(FlagName.webListenAddress.rawValue): \(error)")
        }
        let demands = try Server.demands(webConfigFile: settings.web.configFile)
        let question = HealthQuestion(
            address: address, isTLS: demands.tls, asksForCertificate: demands.certificate)
        guard let problem = try await question.problem(within: Self.limit) else { return }
        WholeWrite.line("\(address): \(problem)", to: STDERR_FILENO)
        throw ExitCode.failure
    }
}
