import Foundation
import Identity
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

    /// The one fenced block that begins so.
    private func block(_ start: String) throws -> String {
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        let begin = try #require(text.range(of: "```yaml\n\(start)"))
        let end = try #require(text[begin.upperBound...].range(of: "\n```"))
        return start + text[begin.upperBound..<end.lowerBound] + "\n"
    }

    private func inFolder<Outcome>(_ body: (_ write: (String, String) throws -> String) throws -> Outcome) throws
        -> Outcome
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("readme-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body { name, text in
            let file = folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    private static let clouds = """
        clouds:
          mycloud:
            auth: {auth_url: 'http://k', username: u, user_domain_id: d, password: p, project_id: x}
        """

    /// Clouds of the Huawei family, each with another way of logging in.
    @Test func theHuaweiCloudsAreSound() throws {
        let clouds = try inFolder { write in
            let file = try write("clouds.yaml", try block("clouds:\n  otc:"))
            return try ["otc", "lent", "server"].map { name in
                try CloudsSource(environment: [:], clientConfig: file).clouds(named: name)[0]
            }
        }
        #expect(clouds.map(\.authentication.label) == ["aksk", "agency", "ecs_metadata"])
    }

    /// What a user of openstack-exporter begins with.
    @Test func theCompatibleConfigurationIsSound() throws {
        let watched = try inFolder { write in
            let flags = [
                FlagName.configFile: [
                    try write("exporter.yml", try block("compatibility: {openstack_exporter: true}\nclouds:"))
                ],
                .osClientConfig: [try write("clouds.yaml", Self.clouds)],
            ]
            return try WatchedClouds(settings: try Settings(flags: flags, environment: [:]), environment: [:]).read()
        }
        #expect(watched.map(\.isCompatible) == [true])
        #expect(watched.map(\.kept.images) == [10_000])
    }

    /// The example as it stands there, with a cloud and a password of the test's.
    @Test func theConfigurationFileIsSound() throws {
        let watched = try inFolder { write in
            let password = try write("password", "s3cret\n")
            let example = try block("poll:").replacingOccurrences(of: "/etc/glance-exporter/password", with: password)
            let flags = [
                FlagName.configFile: [try write("exporter.yml", example)],
                .osClientConfig: [try write("clouds.yaml", Self.clouds)],
            ]
            return try WatchedClouds(settings: try Settings(flags: flags, environment: [:]), environment: [:]).read()
        }
        #expect(watched.map(\.cloud.name) == ["mycloud", "huawei"])
        #expect(watched.last?.listing.path == .cloudimages)
    }
}
