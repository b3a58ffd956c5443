import Foundation
import HTTPClient
import Identity

@testable import Settings

/// Configuration files, read where nothing else of the machine is seen.
enum SettingsFixtures {
    static let home = "/home/alice"
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures").path

    /// Reads `Fixtures/FILE`, or no file, with the entries of `Fixtures/clouds/clouds.yaml` at hand.
    static func read(
        _ file: String?, _ flags: [FlagName: [String]] = [:], _ environment: [String: String] = [:]
    ) throws -> [WatchedCloud] {
        var flags = flags
        if let file { flags[.configFile] = [file.hasPrefix("/") ? file : "\(directory)/\(file)"] }
        return try WatchedClouds(
            settings: try Settings(flags: flags, environment: environment), environment: environment, home: home,
            workingDirectory: "\(directory)/clouds", systemDirectories: []
        ).read()
    }

    /// The description of the error that a file ends with, the paths of the fixtures shortened.
    static func failure(
        _ file: String, _ flags: [FlagName: [String]] = [:], _ environment: [String: String] = [:]
    ) -> String {
        do {
            return "no error, but \(try read(file, flags, environment).count) clouds"
        } catch {
            return "\(error)".replacing(directory + "/", with: "")
        }
    }

    /// The failure of `Fixtures/wrong/FIXTURE.yaml`, less that path.
    static func failure(fixture: String) -> String {
        failure("wrong/\(fixture).yaml").replacing("wrong/\(fixture).yaml", with: "")
    }
}
