import Foundation
import Testing

/// A container image is built from what `.dockerignore` lets through, which must be all that the manifest names.
@Suite struct ImageContextTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    }

    /// Whether a pattern is of the path or of a folder that holds it; of patterns with `*` those that end in it.
    private func isMatch(_ pattern: String, _ path: String) -> Bool {
        if pattern.hasSuffix("*") { return path.hasPrefix(pattern.dropLast()) }
        return path == pattern || path.hasPrefix(pattern + "/")
    }

    /// The last pattern that is of a path decides.
    @Test func theFoldersOfTheManifestAreInIt() throws {
        let patterns = try text(".dockerignore").split(separator: "\n").map(String.init)
        let paths = try text("Package.swift").components(separatedBy: "path: \"").dropFirst().map {
            String($0.prefix { $0 != "\"" })
        }
        #expect(paths.contains("Tests/Support"))
        for path in paths {
            let last = patterns.last { isMatch($0.hasPrefix("!") ? String($0.dropFirst()) : $0, path) }
            #expect(last?.hasPrefix("!") == true, "\(path): \(last ?? "")")
        }
    }

    /// The image's own check is a command of the program that it starts, and its user is a number, as Kubernetes wants it.
    @Test func theImageAsksItsOwnProgram() throws {
        let lines = try text("Dockerfile").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let program = "\"/usr/bin/glance-exporter\""
        #expect(lines.last == "ENTRYPOINT [\(program)]")
        #expect(lines.contains { $0.hasPrefix("HEALTHCHECK ") && $0.hasSuffix(" CMD [\(program), \"healthcheck\"]") })
        #expect(lines.contains { $0.hasPrefix("USER ") && $0.wholeMatch(of: /USER [1-9]\d*:[1-9]\d*/) != nil })
        #expect(try text("README.md").contains("docker build --build-arg VERSION="))
    }

    /// What README tells to build, to apply, to start or to change lies where it says.
    @Test func whatREADMENamesIsThere() throws {
        let names = try text("README.md").matches(
            of: /[ `\n]((?:Sources|Tests|dashboards)\/[\w\/.-]*\w)[ `\n;,]/)
        #expect(names.count > 10)
        for name in Set(names.map { String($0.1) }) {
            let path = Self.root.appendingPathComponent(name).path
            #expect(FileManager.default.fileExists(atPath: path), "\(name)")
        }
    }
}
