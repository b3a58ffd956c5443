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

    /// The beginning of each fenced block, in order, and what runs or reads it.
    private static let examples: [(start: String, runner: String)] = [
        ("sh -c 'S=$(command -v sudo)", "Tests/real/quickstart"),
        ("Tests/run", ".ci/run"),
        ("swift build -c release\n", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("openstack application credential create", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("clouds:\n  otc:", "Tests/GlanceExporterTests/ReadmeTests.swift"),
        ("poll: {interval", "Tests/GlanceExporterTests/ReadmeTests.swift"),
        (".build/release/glance-exporter check", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("scrape_configs:\n  - job_name: glance\n", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("Sources/GlanceExporter/debian/build", "Tests/shipping/package"),
        ("docker build", "Tests/shipping/image"),
        ("kubectl apply", "Tests/shipping/manifests"),
        ("tls_server_config:", "Tests/EndToEndTests/GuardTests.swift"),
        ("scrape_configs:\n  - job_name: glance-guarded", "Tests/EndToEndTests/GuardTests.swift"),
        ("install -m 0755", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("# systemctl edit", "Tests/EndToEndTests/SystemdTests.swift"),
        ("echo GLANCE_EXPORTER_WEB_SYSTEMD_SOCKET", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        (".build/release/glance-exporter collect", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("# prometheus.yml\n", "Tests/EndToEndTests/RunningPrometheus.swift"),
        ("# alertmanager.yml\n", "Tests/EndToEndTests/AlertDeliveryTests.swift"),
        ("sed -i 's/^", "Tests/EndToEndTests/RunningPrometheus.swift"),
        ("sed -i 's|dashboards/runbooks/", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        // Read as YAML: Grafana is in no repository of Debian's.
        ("# /etc/grafana/provisioning/datasources", "Tests/EndToEndTests/AlertDeliveryTests.swift"),
        ("# /etc/grafana/provisioning/dashboards", "Tests/EndToEndTests/AlertDeliveryTests.swift"),
        ("sum by (cloud, status) (glance_images)", "Tests/EndToEndTests/ReadmeCommandTests.swift"),
        ("compatibility: {openstack_exporter: true}\nclouds:", "Tests/GlanceExporterTests/ReadmeTests.swift"),
        ("glance-exporter --config.file exporter.yml --shard", "Tests/EndToEndTests/GrowingTests.swift"),
        ("# prometheus.yml of the shards", "Tests/EndToEndTests/GrowingTests.swift"),
        ("# prometheus.yml of each of two", "Tests/EndToEndTests/GrowingTests.swift"),
        ("# prometheus.yml of the one above", "Tests/EndToEndTests/GrowingTests.swift"),
        ("# prometheus.yml of a site", "Tests/EndToEndTests/GrowingTests.swift"),
    ]

    /// What runners have instead of a beginning: Debian's own tools stand for `docker` and `kubectl`, a built program for an
    /// installed one, and a block may be read by its key.
    private static let standIns = [
        "sh -c 'S=$(command -v sudo)": "README.md", "poll: {interval": "poll:",
        "docker build": "--build-arg VERSION=", "kubectl apply": "glance-exporter.yaml",
        "glance-exporter --config.file exporter.yml --shard": "--shard",
    ]

    private static func blocks() throws -> [String] {
        try text("README.md").components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element.drop { $0 != "\n" }.dropFirst()) + "\n" }
    }

    @Test func everyExampleIsRunBySomething() throws {
        let blocks = try Self.blocks()
        #expect(blocks.count == Self.examples.count)
        for (block, example) in zip(blocks, Self.examples) {
            #expect(block.hasPrefix(example.start))
            let mark = Self.standIns[example.start] ?? example.start
            let literal = mark.replacingOccurrences(of: "\n", with: "\\n")
            #expect(try Self.text(example.runner).contains(literal), "\(example.runner): \(literal)")
        }
    }

    /// The first command's packages are those that the tests build with: where it runs in the tests, they are there already.
    @Test func theFirstCommandInstallsWhatTheBuildNeeds() throws {
        let blocks = try Self.blocks()
        let command = blocks[0].prefix { $0 != "\n" }
        let installed = try #require(command.firstMatch(of: /--no-install-recommends ([a-z0-9+ -]+) && (.*)'/))
        let script = try Self.text("Tests/real/install")
        let needed = try #require(script.firstMatch(of: /build\) packages=\(([a-z0-9+ -]+)\)/))
        let sorted = { (words: Substring) in words.split(separator: " ").sorted() }
        #expect(sorted(installed.1) == sorted(needed.1))
        #expect(installed.2 == "swift run -c release glance-exporter demo")
        let job = try #require(blocks.first { $0.hasPrefix("scrape_configs:\n  - job_name: glance\n") })
        #expect(job.contains("targets: [localhost:19292]"))
    }
}
