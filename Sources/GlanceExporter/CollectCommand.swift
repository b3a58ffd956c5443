import ArgumentParser
import Exposition
import FoundationEssentials
import Glibc
import HTTPClient
import Identity
import Metrics
import Settings

/// `glance-exporter collect`: one poll of every cloud, written once.
struct CollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Poll every cloud once and write the result.",
        discussion: """
            Writes the exposition to standard output, or with --output to a file for node_exporter's textfile collector. \
            Ends with 0 if every cloud answered, else with 1; what is known is still written.
            """)

    @Option(
        help: ArgumentHelp("File to write, replaced at once, mode 0644. Default: standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var flags: CommonFlags

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try flags.settings(environment: environment, defaultLogLevel: .warn)
        let clouds = try flags.clouds(settings, environment: environment)
        let collection = try await Collection(clouds, settings: settings)
        do throws(AtomicFile.Failure) {
            try write(collection.text)
        } catch {
            WholeWrite.line("collect: \(error)", to: STDERR_FILENO)
            throw ExitCode.failure
        }
        guard collection.isWhole else { throw ExitCode.failure }
    }

    private func write(_ text: [UInt8]) throws(AtomicFile.Failure) {
        if let output { return try AtomicFile.replace(output, with: text) }
        guard WholeWrite.bytes(text, to: STDOUT_FILENO) else {
            throw AtomicFile.Failure(path: "standard output", code: errno)
        }
    }
}
