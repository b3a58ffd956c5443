import ArgumentParser
import FoundationEssentials
import Glibc
import HTTPClient
import Identity
import ScrapeServer
import Settings

/// `glance-exporter check`: reads every file that a run would read, and with `--live` asks every cloud.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the settings and files, and with --live the clouds.",
        discussion: "Ends with 0 if nothing is wrong, else with 1.")

    @Flag(help: "Log in to each cloud, fetch one image, and name the images that have been stuck for longest.")
    var live = false

    @OptionGroup var flags: CommonFlags

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try flags.settings(environment: environment, defaultLogLevel: .warn)
        let clouds = try flags.clouds(settings, environment: environment)
        try Server.check(webConfigFile: settings.web.configFile)
        var isSound = true
        for watched in clouds {
            say(Self.summary(of: watched), about: watched)
            for problem in FileCheck.problems(of: watched.cloud.transport) {
                isSound = false
                complain(problem, about: watched)
            }
        }
        for file in Exposure.news(of: clouds) {
            WholeWrite.line("warning: \(file.path): every user may read it (mode \(file.mode))", to: STDERR_FILENO)
        }
        if live, isSound { isSound = try await askEach(clouds) }
        guard isSound else { throw ExitCode.failure }
    }

    private func askEach(_ clouds: [WatchedCloud]) async throws -> Bool {
        let client = try HTTPClient()
        var isSound = true
        for watched in clouds {
            let access = CloudAccess(watched, client: client) { () throws(CloudsError) in [watched] }
            do throws(PollFailure) {
                for line in try await LiveCheck(watched: watched, access: access).lines() { say(line, about: watched) }
            } catch {
                isSound = false
                complain("\(error.reason.rawValue): \(error.message)", about: watched)
            }
        }
        await client.shutdown()
        return isSound
    }

    private static func summary(of watched: WatchedCloud) -> String {
        let place = watched.cloud.authURL ?? watched.cloud.imageEndpointOverride ?? "nowhere"
        let interval = watched.poll.interval
        let times = interval == .zero ? "when scraped" : "every \(PrometheusDuration.write(interval))"
        return "\(watched.cloud.authentication.label) at \(place), dialect \(watched.listing.dialect.rawValue), "
            + "polled \(times)"
    }

    private func say(_ line: String, about watched: WatchedCloud) {
        WholeWrite.line("\(watched.cloud.name): \(line)", to: STDOUT_FILENO)
    }

    private func complain(_ line: String, about watched: WatchedCloud) {
        WholeWrite.line("\(watched.cloud.name): \(line)", to: STDERR_FILENO)
    }
}
