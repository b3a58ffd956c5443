import Foundation
import Metrics
import Settings
import Testing

/// README's generated parts say what the program says. `RECORD_README=1 swift test --filter ReadmeTests` writes them anew
/// (and fails, so that recording is never mistaken for passing).
@Suite(.serialized) struct ReadmeTests {
    private static let readme = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("README.md")

    @Test func theTableOfFlagsIsTrue() throws {
        try check("flags", FlagReference.markdown())
    }

    @Test func theTableOfMetricsIsTrue() throws {
        try check("metrics", MetricsReference.markdown())
    }

    private func check(_ part: String, _ expected: String) throws {
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(part) -->\n"))
        let end = try #require(text.range(of: "<!-- /\(part) -->"))
        if ProcessInfo.processInfo.environment["RECORD_README"] != nil {
            let new = text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: expected)
            try new.write(to: Self.readme, atomically: true, encoding: .utf8)
            Issue.record("README's \(part) were recorded: look at the difference, then run without RECORD_README")
            return
        }
        #expect(
            String(text[start.upperBound..<end.lowerBound]) == expected,
            "run RECORD_README=1 swift test --disable-xctest --filter ReadmeTests")
    }
}
