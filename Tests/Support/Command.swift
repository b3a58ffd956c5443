import Foundation

/// Another program, run to its end without a thread waiting for it: a judge from outside.
package enum Command {
    package struct Result: Sendable {
        package let status: Int32
        /// Standard output.
        package let bytes: [UInt8]
        package let complaints: String

        package var output: String { String(decoding: bytes, as: UTF8.self) }

        /// It succeeded and has said nothing at all.
        package var isSilent: Bool { status == 0 && bytes.isEmpty && complaints.isEmpty }
    }

    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    package static func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Standard input is empty; output goes through files, so that no full pipe stops the program.
    package static func run(
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
            status: status, bytes: [UInt8](try Data(contentsOf: output)),
            complaints: try String(contentsOf: complaints, encoding: .utf8))
    }

    /// With these bytes on standard input.
    package static func run(_ path: String, _ arguments: [String], input: [UInt8]) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.url.appendingPathComponent("input")
        try Data(input).write(to: file)
        return try await run(path, arguments, input: file)
    }

    /// The output of a program that must succeed.
    ///
    /// - Throws: `Failed` when its status is not 0.
    package static func output(_ path: String, _ arguments: [String]) async throws -> String {
        let result = try await run(path, arguments)
        guard result.status == 0 else {
            throw Failed(
                description: "\(path) \(arguments.joined(separator: " ")): \(result.status) \(result.complaints)")
        }
        return result.output
    }

    /// The body of an answer to GET with a status of success.
    package static func get(_ url: String, _ options: [String] = []) async throws -> String {
        try await output("/usr/bin/curl", ["-sS", "--fail", "--noproxy", "*", "--max-time", "10"] + options + [url])
    }

    /// The status of an answer to GET.
    package static func status(_ url: String) async throws -> String {
        try await output(
            "/usr/bin/curl",
            ["-sS", "--noproxy", "*", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code}", url])
    }

    /// A port of the loopback interface at which nobody listens just now.
    package static func freePort() async throws -> String {
        try await output(
            "/usr/bin/python3",
            ["-c", "import socket; print(socket.create_server(('127.0.0.1', 0)).getsockname()[1])"]
        ).trimmingCharacters(in: .newlines)
    }
}
