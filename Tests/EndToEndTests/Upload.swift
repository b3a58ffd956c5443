import Foundation
import TestSupport

/// An upload to the real Glance that stops in the middle, or before its data, and goes on as a test says; see
/// `Tests/real/upload.py` and `queued.py`.
struct Upload {
    private let commands: FileHandle
    private let child: Child

    /// Runs `body` while half of an image's data has been sent, or with `queued.py` none.
    static func run(
        as user: String, script: String = "upload.py", _ body: (Upload) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let pipe = folder.url.appendingPathComponent("commands").path
        _ = try await Command.output("/usr/bin/mkfifo", [pipe])
        let output = folder.url.appendingPathComponent("output")
        let child = try Child(
            "/usr/bin/python3", ["\(Stand.tools)/\(script)", try Stand().home, user, pipe],
            environment: ["PYTHONDONTWRITEBYTECODE": "1"], input: URL(fileURLWithPath: "/dev/null"), output: output,
            complaints: folder.url.appendingPathComponent("complaints"))
        // Opened for both, so that opening waits for nobody.
        let commands = try FileHandle(forUpdating: URL(fileURLWithPath: pipe))
        let upload = Upload(commands: commands, child: child)
        let outcome: Result<Void, any Error>
        do {
            _ = try await eventually("the image of \(script)") {
                try String(contentsOf: output, encoding: .utf8).isEmpty ? nil : true
            }
            outcome = .success(try await body(upload))
        } catch {
            outcome = .failure(error)
        }
        try upload.tell("end")
        _ = await child.exit()
        try outcome.get()
    }

    /// `finish`, `break`, `age` or `delete`.
    func tell(_ word: String) throws { try commands.write(contentsOf: Data("\(word)\n".utf8)) }
}
