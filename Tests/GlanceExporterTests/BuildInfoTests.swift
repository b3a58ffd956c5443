import Foundation
import Testing

@testable import GlanceExporter

@Suite struct BuildInfoTests {
    /// The list of changes that Debian's package and README show says the version, here and for every other purpose.
    @Test func theVersionIsThatOfTheTopmostChange() throws {
        let list = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/GlanceExporter/debian/changelog")
        let first = try #require(try String(contentsOf: list, encoding: .utf8).split(separator: "\n").first)
        let version = BuildInfo.current.version
        #expect(version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        #expect(first.hasPrefix("glance-exporter (\(version)) "))
        #expect(BuildInfo.current.state.version == version)
        #expect(BuildInfo.current.text.hasPrefix("glance-exporter, version \(version) (revision: "))
    }
}
