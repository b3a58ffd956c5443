import Foundation
import Testing

/// A program of the system, run to its end without a thread waiting for it: a judge from outside.
enum Tool {
    struct Outcome: Sendable {
        var status: Int32
        /// Standard output and error together.
        var output: String
    }

    static func run(_ command: String, _ arguments: [String]) async throws -> Outcome {
        let folder = try WebFolder()
        try folder.write("", to: "out")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(command)")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("out")))
        process.standardOutput = output
        process.standardError = output
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOfFile: folder.path("out"), encoding: .utf8))
    }

    /// Expects curl's status code and HTTP version.
    static func expect(
        _ expected: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await curl(arguments)
        #expect(answer == expected, sourceLocation: sourceLocation)
    }

    /// curl's status code and HTTP version of an answer, such as `200 2`; `000 0` where there was none.
    static func curl(_ arguments: [String]) async throws -> String {
        try await run(
            "curl", ["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{http_version}"] + arguments
        ).output
    }
}

/// Certificates that openssl makes in a folder.
struct Authority {
    let folder: WebFolder

    init(_ folder: WebFolder) async throws {
        self.folder = folder
        try await make(
            "ca", ["-x509", "-days", "2", "-subj", "/CN=ca", "-addext", "basicConstraints=critical,CA:TRUE"])
    }

    /// A certificate of these alternative names, signed by the folder's authority or (`isStranger`) by itself.
    func issue(_ name: String, _ names: String, isStranger: Bool = false, days: Int = 2) async throws {
        let signed = isStranger ? [] : ["-CA", folder.path("ca.pem"), "-CAkey", folder.path("ca.key")]
        try await make(
            name, ["-x509", "-days", "\(days)", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(names)"] + signed)
    }

    private func make(_ name: String, _ arguments: [String]) async throws {
        let outcome = try await Tool.run(
            "openssl",
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).pem"),
            ] + arguments)
        guard outcome.status == 0 else { throw Failed(output: outcome.output) }
    }

    struct Failed: Error { var output: String }
}
