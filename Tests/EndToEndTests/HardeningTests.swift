import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What takes a mount namespace of its own, which only root can make.
    @Suite(.enabled(if: geteuid() == 0)) struct HardeningTests {
        @Test func anyUserOnAReadOnlyRootWillDoAndNoSecretIsDumped() async throws {
            let result = try await Command.run(
                "/usr/bin/python3", [Stand.tools + "/hardened.py", RunningExporter.binary])
            #expect(result.status == 0, Comment(rawValue: result.complaints))
            #expect(result.output.hasSuffix("it leaves no core dump; another program does\n"))
        }

        /// `Tests/faults` plays the whole.
        @Test func aPartOfTheFaultMatrixHolds() async throws {
            let script = URL(fileURLWithPath: Stand.tools).deletingLastPathComponent()
                .appendingPathComponent("FaultMatrix/run.py").path
            let result = try await Command.run("/usr/bin/python3", [script, RunningExporter.binary, "--part"])
            let lines = result.output.split(separator: "\n")
            #expect(result.status == 0, Comment(rawValue: lines.suffix(40).joined(separator: "\n") + result.complaints))
            #expect(lines.last?.contains(" cells, 0 failed, ") == true)
            #expect(lines.last.flatMap { Int($0.prefix { $0 != " " }) } ?? 0 > 1000)
        }
    }
}
