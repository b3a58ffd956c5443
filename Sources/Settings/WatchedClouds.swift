import Identity
import ImageAPI
import Metrics

/// Reads everything that says which clouds are watched, and how.
package struct WatchedClouds: Sendable {
    private let settings: Settings
    private let source: CloudsSource

    /// - Parameters:
    ///   - settings: the flags'.
    ///   - environment: the variables, among them `OS_*`.
    ///   - home: as for `CloudsSource`, with the two that follow.
    package init(
        settings: Settings, environment: [String: String], home: String? = nil, workingDirectory: String? = nil,
        systemDirectories: [String]? = nil
    ) {
        self.settings = settings
        source = CloudsSource(
            environment: environment, home: home, workingDirectory: workingDirectory,
            systemDirectories: systemDirectories, clientConfig: settings.osClientConfig)
    }

    /// The clouds of this process's share in the order of the file, each name once; every call reads all files anew, secrets too.
    ///
    /// - Throws: `CloudsError` naming file, line and key, what was given and what is allowed, and no secret.
    package func read() throws(CloudsError) -> [WatchedCloud] {
        let all = try readAll()
        guard let shard = settings.shard else { return all }
        return all.filter { shard.contains($0.cloud.name) }
    }

    /// The families that the configuration file asks for, read anew.
    ///
    /// - Throws: as `read`, for the file's own faults.
    package func aggregates() throws(CloudsError) -> [Aggregate] { try file().families.aggregates }

    private func readAll() throws(CloudsError) -> [WatchedCloud] {
        let file = try file()
        guard let sections = file.clouds else { return try defaults(file) }
        if let asked = settings.osCloudPlace, let place = file.cloudsPlace {
            throw place.error(
                "the file names its clouds itself, and \(asked.key) names another; expected one of the two")
        }
        var watched: [WatchedCloud] = []
        var lines: [String: Int] = [:]
        var entries = LoadedEntries(source: source)
        for section in sections {
            for cloud in try clouds(section, file, &entries) {
                let place = section.name?.place ?? section.place
                if let line = lines.updateValue(place.line ?? 0, forKey: cloud.cloud.name) {
                    throw place.error("the name \"\(cloud.cloud.name)\" stands twice, first on line \(line)")
                }
                watched.append(cloud)
            }
        }
        return watched
    }

    private func file() throws(CloudsError) -> SettingsFile {
        guard let path = settings.configFile else { return SettingsFile() }
        return try SettingsFile(path: source.expanded(path))
    }

    /// The clouds that flags and variables name, with the file's defaults.
    private func defaults(_ file: SettingsFile) throws(CloudsError) -> [WatchedCloud] {
        let poll = try settings.pollChoices.over(file.poll).settings(defaultInterval: settings.defaultInterval)
        return try source.clouds(named: settings.osCloud).map { cloud in
            var watched = WatchedCloud(cloud: cloud, poll: poll)
            watched.listing.dialect = settings.dialect
            watched.isCompatible = file.isCompatible
            watched.families = file.families
            watched.kept.properties = file.families.properties
            watched.kept.tables = poll.fullEvery != nil
            return watched
        }
    }

    /// The clouds of one item, several where it has several regions.
    private func clouds(
        _ section: CloudSection, _ file: SettingsFile, _ entries: inout LoadedEntries
    ) throws(CloudsError) -> [WatchedCloud] {
        let poll = try settings.pollChoices.over(section.poll).over(file.poll)
            .settings(defaultInterval: settings.defaultInterval, owner: section.place.key)
        let listing = try section.listing(settings.dialectChoice)
        if poll.fullEvery != nil, let parameter = listing.hidesChanges {
            throw section.place.error(
                "full_every does not go with a filter or a listing by \(parameter): an image that leaves it would be missed"
            )
        }
        if let clash = file.families.clash(with: section.labels) {
            throw section.place.error("the label \(clash.label) clashes with that of the aggregate \(clash.aggregate)")
        }
        var result: [WatchedCloud] = []
        for cloud in try section.clouds(&entries) {
            var watched = WatchedCloud(cloud: cloud, listing: listing, poll: poll, labels: section.labels)
            watched.isCompatible = file.isCompatible
            watched.kept = try section.optIn.kept(isCompatible: file.isCompatible)
            watched.families = file.families
            watched.kept.properties = file.families.properties
            watched.kept.tables = poll.fullEvery != nil
            watched.maxLabelValues = section.maxLabelValues ?? watched.maxLabelValues
            if let proxy = section.proxy { watched.cloud.transport.proxy = .url(proxy) }
            result.append(watched)
        }
        return result
    }
}

/// Entries of clouds.yaml, which is read at the first one that is asked for.
private struct LoadedEntries {
    let source: CloudsSource
    private var loaded: CloudsSource?

    init(source: CloudsSource) { self.source = source }

    mutating func clouds(named name: String, region: String?) throws(CloudsError) -> [Cloud] {
        let read = if let loaded { loaded } else { try source.loaded() }
        loaded = read
        return try read.clouds(named: name, region: region)
    }
}

extension CloudSection {
    /// The clouds as they are reached, under the name given here, else under that of their entry.
    fileprivate func clouds(_ entries: inout LoadedEntries) throws(CloudsError) -> [Cloud] {
        let name = try name?.text()
        switch self.source {
        case .inline(let node):
            return try entries.source.clouds(
                InlineCloud(name: name ?? "", node: node, path: place.key), region: region)
        case .entry(let entry):
            let entryName = try entry.text()
            let clouds: [Cloud]
            do throws(CloudsError) {
                clouds = try entries.clouds(named: entryName, region: region)
            } catch {
                throw entry.place.error(error.description)
            }
            guard let name else { return clouds }
            return clouds.map { cloud in
                var renamed = cloud
                renamed.name = name + cloud.name.dropFirst(entryName.count)
                return renamed
            }
        }
    }
}
