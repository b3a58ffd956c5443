import Foundation
import Testing

@testable import Files

@Suite struct ExposedFilesTests {
    private func with(mode: Int, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("exposed-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data("secret".utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        try body(file)
    }

    @Test(arguments: [(0o644, "0644"), (0o604, "0604"), (0o666, "0666"), (0o755, "0755")])
    func aFileThatEveryoneReadsIsToldOfOnce(mode: Int, text: String) throws {
        try with(mode: mode) { file in
            let files = ExposedFiles()
            files.look(at: file)
            #expect(files.news() == [ExposedFiles.File(path: file, mode: text)])
            files.look(at: file)
            #expect(files.news() == [])
        }
    }

    @Test(arguments: [0o600, 0o640, 0o400, 0o660]) func aFileOfItsOwnerAndGroupIsNone(mode: Int) throws {
        try with(mode: mode) { file in
            let files = ExposedFiles()
            files.look(at: file)
            files.look(at: file + ".not-there")
            #expect(files.news() == [])
        }
    }

    @Test func aChangedModeIsToldOfAgain() throws {
        try with(mode: 0o644) { file in
            let files = ExposedFiles()
            func change(_ mode: Int) throws -> [String] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
                files.look(at: file)
                return files.news().map(\.mode)
            }
            let told = try [0o644, 0o646, 0o600, 0o646].map(change)
            #expect(told == [["0644"], ["0646"], [], ["0646"]])
        }
    }

    @Test func aLinkIsAsOpenAsWhatItLeadsTo() throws {
        try with(mode: 0o600) { file in
            let link = file + ".link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            defer { try? FileManager.default.removeItem(atPath: link) }
            let files = ExposedFiles()
            files.look(at: link)
            #expect(files.news() == [])
        }
    }
}
