import Foundation

/// Another program, run to its end.
enum Command {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let complaints: String
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Standard input is empty; output goes through files, so that no full pipe stops the program.
    static func run(
        _ path: String, _ arguments: [String], input: URL = URL(fileURLWithPath: "/dev/null"),
        environment: [String: String]? = nil
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let output = folder.url.appendingPathComponent("output")
        let complaints = folder.url.appendingPathComponent("complaints")
        let process = try Child(
            path, arguments, environment: environment, input: input, output: output, complaints: complaints)
        let status = await process.exit()
        return Result(
            status: status, output: try String(contentsOf: output, encoding: .utf8),
            complaints: try String(contentsOf: complaints, encoding: .utf8))
    }

    /// The output of a program that must succeed.
    ///
    /// - Throws: `Failed` when its status is not 0.
    static func output(_ path: String, _ arguments: [String]) async throws -> String {
        let result = try await run(path, arguments)
        guard result.status == 0 else {
            throw Failed(
                description: "\(path) \(arguments.joined(separator: " ")): \(result.status) \(result.complaints)")
        }
        return result.output
    }

    /// The body of an answer to GET with a status of success.
    static func get(_ url: String, _ options: [String] = []) async throws -> String {
        try await output("/usr/bin/curl", ["-sS", "--fail", "--noproxy", "*", "--max-time", "10"] + options + [url])
    }

    /// The status of an answer to GET.
    static func status(_ url: String) async throws -> String {
        try await output(
            "/usr/bin/curl",
            ["-sS", "--noproxy", "*", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code}", url])
    }
}

/// A process that a test started.
struct Child: Sendable {
    let process: Process
    private let ended: AsyncStream<Int32>

    init(
        _ path: String, _ arguments: [String], environment: [String: String]? = nil, input: URL, output: URL,
        complaints: URL
    ) throws {
        process = Process()
        // A process inherits the signals that the thread which starts it has blocked, SIGTERM among them: env frees them.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", path] + arguments
        if let environment { process.environment = environment }
        process.standardInput = try FileHandle(forReadingFrom: input)
        for file in Set([output, complaints]) {
            try Data().write(to: file)
        }
        let outputHandle = try FileHandle(forWritingTo: output)
        process.standardOutput = outputHandle
        process.standardError = output == complaints ? outputHandle : try FileHandle(forWritingTo: complaints)
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        process.terminationHandler = {
            // A signal's number is told from a status by its sign.
            end.yield($0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus)
            end.finish()
        }
        try process.run()
    }

    /// Waits for its end, once: its status, or the negative number of the signal that ended it.
    func exit() async -> Int32 {
        for await status in ended { return status }
        return process.terminationStatus
    }
}

/// A folder that a test makes and removes.
struct TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("glance-exporter-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
