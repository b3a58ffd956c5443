import Identity
import YAML

/// All that names clouds: the configuration file, clouds.yaml and the `OS_*` variables.
package struct WatchedClouds: Sendable {
    /// Clouds of one process.
    package static let most = 1000

    private let settings: Settings
    private let source: CloudsSource

    /// - Parameters:
    ///   - home: for `~`; nil for `$HOME`, else the user's.
    ///   - workingDirectory: where clouds.yaml is looked for first; nil for the process's.
    package init(
        settings: Settings, environment: [String: String], home: String? = nil, workingDirectory: String? = nil
    ) {
        self.settings = settings
        source = CloudsSource(
            environment: environment, home: home, workingDirectory: workingDirectory,
            clientConfig: settings.osClientConfig)
    }

    /// The clouds to watch, as the files say now.
    ///
    /// - Throws: `SettingsError` naming file, line and key, and never a secret.
    package func read() throws(SettingsError) -> [WatchedCloud] {
        guard let path = settings.configFile else { return try fromCloudsFile(PollValues()) }
        let root = try file(path)
        let mapping = try FileMapping(root, path: "", keys: ["poll", "clouds"])
        let poll = try PollValues(mapping["poll"], path: "poll")
        // Checked also where each cloud says more.
        _ = try settings.givenPoll.over(poll).settings(defaultInterval: settings.defaultInterval)
        guard let list = mapping["clouds"] else { return try fromCloudsFile(poll) }
        guard settings.osCloud == nil else {
            throw mapping.error("clouds", "does not go with --os-cloud, which names a single cloud")
        }
        guard let items = list.items, !items.isEmpty else { throw mapping.error("clouds", "expected a list of clouds") }
        guard items.count <= Self.most else { throw mapping.error("clouds", "more than \(Self.most) clouds") }
        return try watched(items, poll: poll, folder: Self.folder(of: path))
    }

    private func watched(_ items: [YAMLNode], poll: PollValues, folder: String) throws(SettingsError) -> [WatchedCloud]
    {
        let secrets = FileSecrets(folder: folder, expanded: source.expanded)
        var clouds: [WatchedCloud] = []
        var lines: [String: Int] = [:]
        for (number, item) in items.enumerated() {
            let path = "clouds[\(number)]"
            let found = try FileCloud(item, path: path).watched(source, secrets, settings: settings, poll: poll)
            for watched in found {
                let name = watched.cloud.name
                if let line = lines.updateValue(item.line, forKey: name) {
                    throw SettingsError(
                        at: item, path,
                        "the cloud \"\(YAMLError.shown(key: name))\" stands twice, first on line \(line)")
                }
            }
            clouds += found
        }
        return clouds
    }

    /// One entry of clouds.yaml, or the `OS_*` variables.
    private func fromCloudsFile(_ poll: PollValues) throws(SettingsError) -> [WatchedCloud] {
        let times = try settings.givenPoll.over(poll).settings(defaultInterval: settings.defaultInterval)
        do throws(CloudsError) {
            return try source.clouds(named: settings.osCloud).map { cloud in
                var watched = WatchedCloud(cloud: cloud, poll: times)
                watched.listing.dialect = settings.dialect ?? .auto
                return watched
            }
        } catch {
            throw SettingsError(error.description)
        }
    }

    private func file(_ path: String) throws(SettingsError) -> YAMLNode? {
        do throws(CloudsError) {
            guard let root = try CloudsFileReader.read(source.expanded(path)) else {
                throw CloudsError(file: path, message: "there is no such file")
            }
            return root
        } catch {
            throw SettingsError(error.description)
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
