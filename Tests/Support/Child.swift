import Foundation

/// A process that a test started.
package struct Child: Sendable {
    package let process: Process
    private let ended: AsyncStream<Int32>

    /// What tells a program that was built to be watched where its findings go, whatever else a test gives it.
    private static let instruments = ProcessInfo.processInfo.environment.filter {
        ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD", "LLVM_PROFILE_FILE"].contains($0.key)
    }

    package init(
        _ path: String, _ arguments: [String], environment: [String: String]? = nil, input: URL, output: URL,
        complaints: URL
    ) throws {
        process = Process()
        // A process inherits the signals that the thread which starts it has blocked, SIGTERM among them: env frees them.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", path] + arguments
        process.environment = environment?.merging(Self.instruments) { given, _ in given }
        for file in Set([output, complaints]) { try Data().write(to: file) }
        let handles =
            [try FileHandle(forReadingFrom: input), try FileHandle(forWritingTo: output)]
            + (output == complaints ? [] : [try FileHandle(forWritingTo: complaints)])
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[handles.count - 1]
        // The process has its own: thousands of programs would leave theirs to a process that holds on to all of them.
        defer { for handle in handles { try? handle.close() } }
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
    package func exit() async -> Int32 {
        for await status in ended { return status }
        return process.terminationStatus
    }
}
