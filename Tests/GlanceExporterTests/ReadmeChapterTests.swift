import Foundation
import Metrics
import Testing

/// What README's own words promise of the program and the repository.
@Suite struct ReadmeChapterTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The chapter under a heading of the second level.
    private static func chapter(_ heading: String) throws -> Substring {
        let readme = try text("README.md")
        let start = try #require(readme.range(of: "\n## \(heading)\n"))
        let rest = readme[start.upperBound...]
        return rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    }

    @Test func theContentsNameEveryChapter() throws {
        let readme = try Self.text("README.md")
        let headings = readme.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        let start = try #require(readme.range(of: "**Contents:**"))
        let contents = readme[start.upperBound...]
        let links = contents.prefix(upTo: try #require(contents.range(of: "\n\n")).lowerBound)
            .matches(of: /\[([^\]]+)\]\(#([a-z-]+)\)/).map { (String($0.1), String($0.2)) }
        #expect(links.map(\.0) == headings)
        #expect(links.map(\.1) == headings.map { $0.lowercased().replacingOccurrences(of: " ", with: "-") })
    }

    @Test func everyReasonHasItsRow() throws {
        let rows = try Self.chapter("Troubleshooting").matches(of: /\n\| `([a-z_]+)` \|/).map { String($0.1) }
        #expect(rows == FailureReason.allCases.map(\.rawValue))
    }

    @Test func everyTargetIsNamed() throws {
        let targets = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path
        )
        .filter { !$0.hasPrefix(".") }
        let named = try Self.chapter("Inside").matches(of: /\*\*([A-Za-z]+)\*\*/).map { String($0.1) }
        #expect(named.count == Set(named).count)
        #expect(Set(named) == Set(targets))
    }
}
