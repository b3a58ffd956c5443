import Foundation
import Identity
import Testing

@testable import Settings

/// Secrets that are files of their own.
@Suite struct SettingsSecretTests {
    /// Reads a password from a file of these bytes in a folder of its own.
    private func password(_ bytes: [UInt8], named name: String = "secret") throws -> Result<String, Failure> {
        try withFolder { folder in
            try Data(bytes).write(to: folder.appendingPathComponent("secret"))
            return try password(folder, named: name)
        }
    }

    struct Failure: Error, Equatable {
        var text: String
    }

    private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func password(_ folder: URL, named name: String) throws -> Result<String, Failure> {
        let file = folder.appendingPathComponent("exporter.yaml")
        let text = """
            clouds:
              - name: p
                auth: {auth_url: "https://id.example", username: u, project_name: p, password_file: "\(name)"}
            """
        try Data(text.utf8).write(to: file)
        do {
            guard case .password(_, let secret, _)? = try SettingsFixtures.read(file.path).first?.cloud.authentication
            else { return .failure(Failure(text: "no password")) }
            return .success(secret.reveal())
        } catch {
            return .failure(Failure(text: "\(error)".replacing(folder.path + "/", with: "")))
        }
    }

    private let place = "exporter.yaml:3: clouds[0].auth.password_file: secret: "

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), (" # two words: ü \n", " # two words: ü "), ("null", "null"),
        ("\"quoted\"", "\"quoted\""),
    ])
    func theContentIsTakenAsItIs(content: String, expected: String) throws {
        #expect(try password(Array(content.utf8)) == .success(expected))
    }

    @Test func theLengthIsBounded() throws {
        let longest = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
        #expect(try password(longest) == .success(String(decoding: longest, as: UTF8.self)))
        #expect(
            try password(longest + [0x78]) == .failure(Failure(text: place + "longer than 65536 bytes")))
    }

    @Test func aPathMayBeAbsoluteOrLeadOverLinks() throws {
        try withFolder { folder in
            let target = folder.appendingPathComponent("target")
            try Data("linked".utf8).write(to: target)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("secret").path, withDestinationPath: "target")
            #expect(try password(folder, named: "secret") == .success("linked"))
            #expect(try password(folder, named: target.path) == .success("linked"))
        }
    }

    @Test func theTildeIsTheHomeDirectory() throws {
        #expect(
            try password([], named: "~/secret")
                == .failure(
                    Failure(
                        text: "exporter.yaml:3: clouds[0].auth.password_file: /home/alice/secret: "
                            + "there is no such file")))
    }

    @Test func itIsReadAnewEachTime() throws {
        try withFolder { folder in
            let secret = folder.appendingPathComponent("secret")
            try Data("old".utf8).write(to: secret)
            _ = try password(folder, named: "secret")
            let clouds = WatchedClouds(
                settings: try Settings(
                    flags: [.configFile: [folder.appendingPathComponent("exporter.yaml").path]], environment: [:]),
                environment: [:], home: "/", workingDirectory: "/", systemDirectories: [])
            let before = try clouds.read()
            try Data("new".utf8).write(to: secret)
            let after = try clouds.read()
            #expect(before.map(\.cloud.authentication) != after.map(\.cloud.authentication))
            #expect(try clouds.read() == after)
        }
    }

    @Test func aDeviceDoesNotHoldTheProgramUp() throws {
        let message = "exporter.yaml:3: clouds[0].auth.password_file: /dev/zero: is not a regular file"
        #expect(try password([], named: "/dev/zero") == .failure(Failure(text: message)))
    }
}
