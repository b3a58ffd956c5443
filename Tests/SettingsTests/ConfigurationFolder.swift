import Foundation

@testable import Settings

/// A folder with a configuration file, a clouds.yaml and secrets, removed at the end.
final class ConfigurationFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID())")

    init(_ configuration: String, clouds: String = ConfigurationFolder.clouds) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try write("exporter.yml", configuration)
        try write("clouds.yaml", clouds)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    /// What the files say, with these flags.
    func read(
        _ flags: [FlagName: [String]] = [:], _ environment: [String: String] = [:]
    ) throws(SettingsError) -> [WatchedCloud] {
        let file = url.appendingPathComponent("exporter.yml").path
        let settings = try Settings(flags: flags.merging([.configFile: [file]]) { $1 }, environment: environment)
        return try WatchedClouds(
            settings: settings, environment: environment, home: url.path, workingDirectory: url.path
        ).read()
    }

    /// The message of the failure, the folder left out.
    func failure(_ flags: [FlagName: [String]] = [:]) -> String? {
        do throws(SettingsError) {
            _ = try read(flags)
            return nil
        } catch {
            return error.description.replacing(url.path + "/", with: "")
        }
    }

    static let clouds = """
        clouds:
          prod:
            region_name: R
            auth: {auth_url: "http://k:5000", username: u, password: p, project_id: x, user_domain_id: d}
          both:
            regions: [A, B]
            auth: {auth_url: "http://k:5000", username: u, password: p, project_id: x, user_domain_id: d}

        """
}
