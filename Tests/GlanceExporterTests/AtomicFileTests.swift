import Foundation
import Testing

@testable import GlanceExporter

@Suite struct AtomicFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("atomic-\(UUID())")

    private func inFolder(_ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    @Test func aFileIsReplacedWithItsModeAndNothingIsLeft() throws {
        try inFolder { folder in
            let before = umask(0o077)
            defer { umask(before) }
            let path = folder + "/x.prom"
            for content in ["one\n", "and another\n"] {
                try AtomicFile.replace(path, with: Array(content.utf8))
                #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o644)
                #expect(try names == ["x.prom"])
            }
        }
    }

    @Test func aTargetThatCannotBeReplacedStaysAsItWas() throws {
        try inFolder { folder in
            let path = folder + "/taken"
            try FileManager.default.createDirectory(atPath: path + "/within", withIntermediateDirectories: true)
            #expect(throws: AtomicFile.Failure(path: path, code: EISDIR)) { try AtomicFile.replace(path, with: [1]) }
            #expect(try names == ["taken"])
        }
    }

    @Test func aMissingFolderIsNamed() throws {
        let error = #expect(throws: AtomicFile.Failure.self) { try AtomicFile.replace("/no/such/x.prom", with: []) }
        #expect(error?.description == "cannot write /no/such/x.prom: No such file or directory")
    }

    @Test(arguments: ["x.prom", "./x.prom", "/var/lib/x.prom"])
    func theTemporaryNameIsNoMetricsFile(path: String) {
        let temporary = AtomicFile.temporaryPath(of: path)
        #expect(!temporary.hasSuffix(".prom"))
        let folder = { (path: String) in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() }
        #expect(folder(temporary) == folder(path))
        #expect(temporary.split(separator: "/").last?.hasPrefix(".") == true)
    }
}
