import Foundation
import TestSupport
import Testing

/// The real program, started by a test.
struct RunningExporter: Sendable {
    /// Beside the program that runs the tests.
    static let binary =
        ProcessInfo.processInfo.environment["GLANCE_E2E_BINARY"]
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("glance-exporter").path

    let stand: Stand
    let address: String
    private let child: Child
    private let logFile: URL

    /// Runs the program on a port of its own at debug level while `body` runs, and ends it.
    ///
    /// It must live as long as `body`, end with status 0 within 5 s of SIGTERM, and have logged no secret.
    static func run<Outcome>(
        _ flags: [String], environment: [String: String] = [:], within wrapper: [String] = [],
        _ body: (RunningExporter) async throws -> Outcome
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let log = folder.url.appendingPathComponent("log")
        let command = wrapper + [binary] + flags
        let child = try start(command, environment: environment, folder: folder, log: log)
        let outcome: Result<Outcome, any Error>
        do {
            let exporter = RunningExporter(
                stand: try Stand(), address: try await address(in: log, of: child), child: child, logFile: log)
            outcome = .success(try await body(exporter))
            #expect(child.process.isRunning)
        } catch {
            outcome = .failure(error)
        }
        let status = try await end(child)
        let text = try String(contentsOf: log, encoding: .utf8)
        let comment = Comment(rawValue: text.suffix(4000).description)
        #expect(status == 0, comment)
        for secret in try Stand().secrets { #expect(!text.contains(secret)) }
        if case .failure = outcome { print("\(flags.joined(separator: " ")):\n\(text.suffix(4000))") }
        return try outcome.get()
    }

    /// Watches an entry of the stand's clouds.yaml.
    static func run<Outcome>(
        cloud: String, _ flags: [String] = [], _ body: (RunningExporter) async throws -> Outcome
    ) async throws -> Outcome {
        let clouds = ["--os-client-config", try Stand().cloudsFile, "--os-cloud", cloud]
        return try await run(clouds + flags, body)
    }

    /// The exporter of a configuration file, whose clouds may be the stand's users.
    static func run<Outcome>(
        configuration: String, _ flags: [String] = [], _ body: (RunningExporter) async throws -> Outcome
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.url.appendingPathComponent("exporter.yml")
        try Data(configuration.utf8).write(to: file)
        return try await run(
            ["--config.file", file.path, "--os-client-config", try Stand().cloudsFile] + flags, body)
    }

    private static func start(
        _ command: [String], environment: [String: String], folder: TemporaryFolder, log: URL
    ) throws -> Child {
        var variables = environment
        variables["PATH"] = "/usr/bin:/bin"
        // No clouds.yaml but those that the test names.
        variables["HOME"] = folder.url.path
        return try Child(
            command[0], command.dropFirst() + ["--web.listen-address", "127.0.0.1:0", "--log.level", "debug"],
            environment: variables,
            input: URL(fileURLWithPath: "/dev/null"), output: log, complaints: log)
    }

    private static func address(in log: URL, of child: Child) async throws -> String {
        try await eventually(within: .seconds(30), "the line that tells the address") {
            let isRunning = child.process.isRunning
            let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
            let line = lines.first { $0.contains("listening") && $0.contains("address=") }
            guard let word = line?.split(separator: " ").first(where: { $0.hasPrefix("address=") }) else {
                guard isRunning else { throw GivenUp(description: "it ended: \(lines.suffix(5))") }
                return nil
            }
            return word.dropFirst("address=".count).trimmingCharacters(in: ["\""])
        }
    }

    /// SIGTERM, and SIGKILL for one that has not ended after 5 s, which the status then shows.
    private static func end(_ child: Child) async throws -> Int32 {
        guard child.process.isRunning else { return await child.exit() }
        child.process.terminate()
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await child.exit() }
            group.addTask {
                try? await Task.sleep(for: .seconds(5))
                if !Task.isCancelled { kill(child.process.processIdentifier, SIGKILL) }
                return nil
            }
            var status: Int32?
            for await ended in group {
                if let ended {
                    status = ended
                    group.cancelAll()
                }
            }
            return status ?? -1
        }
    }

    /// What it has logged so far.
    var log: String { get throws { try String(contentsOf: logFile, encoding: .utf8) } }

    func get(_ path: String, accept: String? = nil) async throws -> String {
        try await Command.get("http://\(address)\(path)", accept.map { ["-H", "Accept: \($0)"] } ?? [])
    }

    /// How other users of the machine see it called.
    var commandLine: String {
        get throws {
            try String(contentsOfFile: "/proc/\(child.process.processIdentifier)/cmdline", encoding: .utf8)
        }
    }

    /// Sends the program a signal.
    func signal(_ number: Int32) { kill(child.process.processIdentifier, number) }

    func status(_ path: String) async throws -> String { try await Command.status("http://\(address)\(path)") }

    /// One scrape, which holds no secret; `limit` is the scraper's time-out in seconds, as Prometheus tells it.
    func scrape(within limit: Int? = nil, of cloud: String? = nil) async throws -> Scrape {
        let field = limit.map { ["-H", "X-Prometheus-Scrape-Timeout-Seconds: \($0)"] } ?? []
        let text = try await Command.get("http://\(address)\(cloud.map { "/probe?cloud=\($0)" } ?? "/metrics")", field)
        for secret in try stand.secrets { #expect(!text.contains(secret)) }
        return try Scrape(text)
    }

    /// The first scrape that satisfies a condition.
    func scrape(
        _ what: String, of cloud: String? = nil, where isWanted: (Scrape) -> Bool
    ) async throws -> Scrape {
        try await eventually(what) {
            let scrape = try await scrape(of: cloud)
            return isWanted(scrape) ? scrape : nil
        }
    }

    /// The first scrape after a whole poll.
    func scrapeWhenUp() async throws -> Scrape { try await scrape("a whole poll") { $0.value("glance_up") == "1" } }
}
