import FoundationEssentials
import YAML

/// Finds clouds in clouds.yaml and the `OS_*` variables as openstacksdk does; each call reads the files anew but on one
/// that is `loaded()`.
package struct CloudsSource: Sendable {
    let search: CloudsSearch
    /// The path given by a flag, which must exist.
    private let clientConfig: String?
    /// clouds.yaml as it was read by `loaded()`; `.some(nil)` where there is none.
    private var kept: CloudsFile??

    /// - Parameters:
    ///   - environment: the variables.
    ///   - home: for `~` and `.config`; nil for `$HOME`, else the user's.
    ///   - workingDirectory: searched first; nil for the process's.
    ///   - systemDirectories: searched last; nil for `$XDG_CONFIG_DIRS/openstack` and `/etc/openstack`.
    ///   - clientConfig: path of clouds.yaml; nil for the search path.
    package init(
        environment: [String: String], home: String? = nil, workingDirectory: String? = nil,
        systemDirectories: [String]? = nil, clientConfig: String? = nil
    ) {
        search = CloudsSearch(
            environment: environment,
            home: home ?? Self.home(environment),
            workingDirectory: workingDirectory ?? FileManager.default.currentDirectoryPath,
            systemDirectories: systemDirectories)
        self.clientConfig = clientConfig
    }

    private static func home(_ environment: [String: String]) -> String {
        if let home = environment["HOME"], !home.isEmpty { return home }
        return FileManager.default.homeDirectoryForCurrentUser.path
    }

    /// This source with clouds.yaml read once, for many calls to come.
    package func loaded() throws(CloudsError) -> CloudsSource {
        var result = self
        result.kept = .some(try file())
        return result
    }

    /// The clouds of one entry, several where it has several regions and none is chosen.
    ///
    /// - Parameters:
    ///   - name: an entry; nil for `OS_CLOUD`, else the `OS_*` variables, else the file's only entry.
    ///   - region: one of its regions; nil for what the entry says.
    /// - Throws: `CloudsError`.
    package func clouds(named name: String?, region: String? = nil) throws(CloudsError) -> [Cloud] {
        let entry = try entry(named: name)
        return try CloudResolution(entry: entry, search: search).clouds(region: region)
    }

    private func entry(named name: String?) throws(CloudsError) -> CloudEntry {
        let variable = search.environment["OS_CLOUD"].flatMap { $0.isEmpty ? nil : $0 }
        if let wanted = name ?? variable {
            return try entry(wanted, origin: name == nil ? " (named by OS_CLOUD)" : "")
        }
        if let environmentCloud = try EnvironmentCloud.entry(search.environment) { return environmentCloud }
        guard let file = try file() else {
            throw CloudsError(
                message: "no cloud is given: there are no OS_* variables and no clouds.yaml; looked for \(looked)")
        }
        guard let only = file.entries.first else { throw file.error("has no entry") }
        guard file.entries.count == 1 else {
            throw file.error("several entries (\(file.names)): choose one with --os-cloud or OS_CLOUD")
        }
        return try CloudEntry(name: only.name, node: only.node, profiles: profiles)
    }

    private func entry(_ name: String, origin: String) throws(CloudsError) -> CloudEntry {
        let file = try file()
        if let found = file?.entries.first(where: { $0.name == name }) {
            return try CloudEntry(name: found.name, node: found.node, profiles: profiles)
        }
        if name == EnvironmentCloud.name(search.environment),
            let environmentCloud = try EnvironmentCloud.entry(search.environment)
        {
            return environmentCloud
        }
        let missing = "no entry \"\(YAMLError.shown(key: name))\"\(origin)"
        guard let file else {
            throw CloudsError(message: "\(missing): there is no clouds.yaml; looked for \(looked)")
        }
        throw file.error("\(missing); its entries are \(file.names)")
    }

    private func file() throws(CloudsError) -> CloudsFile? {
        if let kept { return kept }
        let secure = try first(search.paths(of: .secure))
        if let clientConfig {
            let path = search.expanded(clientConfig)
            guard let root = try CloudsFileReader.read(path) else {
                throw CloudsError(file: path, message: "there is no such file")
            }
            return try CloudsFile(path: path, root: root, secure: secure?.root)
        }
        if let found = try first(search.paths(of: .clouds)) {
            return try CloudsFile(path: found.path, root: found.root, secure: secure?.root)
        }
        return if let secure { try CloudsFile(path: secure.path, root: nil, secure: secure.root) } else { nil }
    }

    func profiles() throws(CloudsError) -> CloudProfiles {
        CloudProfiles(try first(search.paths(of: .profiles))?.root)
    }

    /// The first of the files that exists; its root is nil where it is empty.
    private func first(_ paths: [String]) throws(CloudsError) -> (path: String, root: YAMLNode?)? {
        for path in paths {
            if let root = try CloudsFileReader.read(path) { return (path, root) }
        }
        return nil
    }

    private var looked: String { search.paths(of: .clouds).joined(separator: ", ") }
}
