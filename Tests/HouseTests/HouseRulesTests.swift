import Foundation
import Testing

/// The rules of the house that a machine can check; there are no exceptions but those listed here.
@Suite struct HouseRulesTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files of the product that may hold `unsafe` code: they touch C.
    private static let unsafeFiles: Set<String> = [
        "AtomicFile.swift",
        "BcryptHash.swift",
        "Body.swift",
        "BufferPool.swift",
        "BuildInfo.swift",
        "CurlHandle.swift",
        "CurlMulti.swift",
        "CurlOptions.swift",
        "Digest.swift",
        "Endpoint.swift",
        "Gzip.swift",
        "ImagePage.swift",
        "NotifySocket.swift",
        "RegularFile.swift",
        "SpareDescriptors.swift",
        "TransferLoop.swift",
        "WholeWrite.swift",
        "YAMLParser.swift",
    ]

    private static func swiftFiles(below folder: String) throws -> [(name: String, lines: [Substring])] {
        let base = root.appendingPathComponent(folder)
        let files = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" && !$0.path.contains("/.build") }
            .map { url in
                let text = try String(contentsOf: url, encoding: .utf8)
                return (url.lastPathComponent, text.split(separator: "\n", omittingEmptySubsequences: false))
            }
    }

    @Test(arguments: ["Sources", "Tests"])
    func filesStayUnder300Lines(folder: String) throws {
        let files = try Self.swiftFiles(below: folder)
        #expect(files.count > 10)
        #expect(files.filter { $0.lines.count > 300 }.map { "\($0.name): \($0.lines.count)" } == [])
    }

    @Test(arguments: ["Sources", "Tests"])
    func functionsStayUnder40Lines(folder: String) throws {
        let long = try Self.swiftFiles(below: folder).flatMap { file in
            Self.functions(of: file.lines).filter { $0.lines >= 40 }.map { "\(file.name): \($0.name) \($0.lines)" }
        }
        #expect(long == [])
    }

    /// Beside what the product consists of, only what tools demand by name.
    @Test func theTopLevelHoldsNothingElse() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "dashboards", "Dockerfile", "README.md", "LICENSE", ".ci",
            ".gitignore",
            ".swift-format", ".dockerignore",
        ]
        // What tools make and git ignores.
        let made: Set<String> = [".git", "Package.resolved", ".swiftpm", ".vscode"]
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
            .filter { !$0.hasPrefix(".build") && !made.contains($0) }
        #expect(Set(found).subtracting(allowed) == [])
        #expect(allowed.subtracting(found) == [])
    }

    @Test func unsafeStandsOnlyWhereItIsListed() throws {
        let found = try Self.swiftFiles(below: "Sources").filter { file in
            file.lines.contains { Self.code(of: $0).split { !$0.isLetter }.contains("unsafe") }
        }
        #expect(Set(found.map(\.name)) == Self.unsafeFiles)
    }

    @Test(arguments: ["try!", "Task.detached", "DispatchSemaphore", "import Foundation\n", "fatalError("])
    func theProductHoldsNo(word: String) throws {
        let found = try Self.swiftFiles(below: "Sources").filter { file in
            (file.lines.map(Self.code).joined(separator: "\n") + "\n").contains(word)
        }
        #expect(found.map(\.name) == [])
    }

    @Test func uncheckedSendableHasAProof() throws {
        for file in try Self.swiftFiles(below: "Sources") {
            for (index, line) in file.lines.enumerated() where Self.code(of: line).contains("@unchecked Sendable") {
                let before = file.lines[max(0, index - 8)..<index].joined()
                #expect(before.contains("Sendable:") || before.contains("@unchecked"), "\(file.name):\(index + 1)")
            }
        }
    }

    /// Types and functions that other targets see; `==` and such say what they are.
    @Test func whatOtherTargetsSeeIsDocumented() throws {
        let declaration = /^ *package (?:[a-z]+ )*(?:actor|class|enum|protocol|struct|func [A-Za-z])/
        var seen = 0
        for file in try Self.swiftFiles(below: "Sources") {
            for (index, line) in file.lines.enumerated() where line.firstMatch(of: declaration) != nil {
                seen += 1
                let above = file.lines[..<index].last { !$0.drop { $0 == " " }.hasPrefix("@") }
                #expect(above?.drop { $0 == " " }.hasPrefix("///") == true, "\(file.name):\(index + 1)")
            }
        }
        #expect(seen > 200)
    }

    private static func code(of line: Substring) -> String {
        let text = String(line)
        guard let comment = text.range(of: "//") else { return text }
        return String(text[..<comment.lowerBound])
    }

    /// Functions and initialisers, from their first line to the brace that closes them at the same indentation.
    private static func functions(of lines: [Substring]) -> [(name: String, lines: Int)] {
        var found: [(String, Int)] = []
        for (index, line) in lines.enumerated() {
            let indentation = line.prefix { $0 == " " }
            let words = line.dropFirst(indentation.count)
            let isFunction =
                words.contains("func ") || words.hasPrefix("init(") || words.contains(" init(")
            guard isFunction, !words.hasPrefix("//"), !words.hasSuffix("}") else { continue }
            guard let end = lines[index...].firstIndex(where: { $0.hasPrefix(indentation + "}") }) else { continue }
            found.append((String(words.prefix(60)), end - index + 1))
        }
        return found
    }
}
