import HTTPClient
import Identity
import ImageAPI
import YAML

/// One item of `clouds:` in the configuration file.
struct FileCloud {
    /// Keys of the item beside clouds.yaml's own.
    private static let ownKeys = [
        "name", "cloud", "region", "auth", "dialect", "path", "page_size", "market", "labels", "poll",
        "max_label_values", "proxy",
    ]
    /// Values of one label that keep their name.
    static let labelValues = 1...10_000

    private let mapping: FileMapping
    private let node: YAMLNode

    init(_ node: YAMLNode, path: String) throws(SettingsError) {
        self.node = node
        guard node.entries != nil else {
            throw SettingsError(at: node, path, "expected a mapping, found \(node.kind)")
        }
        mapping = try FileMapping(
            node, path: path, keys: Self.ownKeys + CloudKeys.besideAuth + FileSecrets.fileKeys + FileSecrets.refusedKeys
        )
    }

    /// The clouds of this item, several where it has several regions.
    func watched(
        _ source: CloudsSource, _ secrets: FileSecrets, settings: Settings, poll: PollValues
    ) throws(SettingsError) -> [WatchedCloud] {
        let listing = try listing(dialect: settings.dialect)
        let labels = try FileLabels.read(mapping["labels"], path: mapping.name("labels"))
        let proxy = try proxy()
        let own = try PollValues(mapping["poll"], path: mapping.name("poll"))
        let times = try settings.givenPoll.over(own).over(poll).settings(defaultInterval: settings.defaultInterval)
        let maxLabelValues = try mapping.integer("max_label_values", in: Self.labelValues)
        return try clouds(source, secrets).map { cloud in
            var cloud = cloud
            if let proxy { cloud.transport.proxy = proxy }
            return WatchedCloud(
                cloud: cloud, listing: listing, poll: times, labels: labels, maxLabelValues: maxLabelValues ?? 100)
        }
    }

    private func clouds(_ source: CloudsSource, _ secrets: FileSecrets) throws(SettingsError) -> [Cloud] {
        let name = try mapping.text("name")
        let entry = try mapping.text("cloud")
        let region = try mapping.text("region")
        let inline = try inlineEntry(secrets, entry: entry)
        do throws(CloudsError) {
            guard let inline else {
                var clouds = try source.clouds(named: entry ?? name, region: region)
                guard let name, let shown = entry ?? clouds.first?.name else { return clouds }
                // A name of its own replaces the entry's, with -REGION where one entry gives several.
                for place in clouds.indices where clouds[place].name.hasPrefix(shown) {
                    clouds[place].name = name + clouds[place].name.dropFirst(shown.count)
                }
                return clouds
            }
            return try source.clouds(inline: inline, named: name ?? "", region: region)
        } catch {
            throw SettingsError(error.description)
        }
    }

    /// The item as an entry of clouds.yaml, with its secrets; nil where it names one instead.
    private func inlineEntry(_ secrets: FileSecrets, entry: String?) throws(SettingsError) -> YAMLNode? {
        let inlineKeys = ["auth"] + CloudKeys.besideAuth + FileSecrets.fileKeys + FileSecrets.refusedKeys
        guard let first = inlineKeys.first(where: { mapping[$0] != nil }) else {
            if entry == nil, mapping["name"] == nil { throw mapping.error("cloud", "missing; or auth: beside a name") }
            return nil
        }
        guard entry == nil else {
            throw mapping.error(first, "does not go with cloud, which names an entry of clouds.yaml")
        }
        guard mapping["name"] != nil else { throw mapping.error("name", "missing, which a cloud with \(first) needs") }
        var entries: [(key: YAMLNode, value: YAMLNode)] = []
        for item in node.entries ?? [] where inlineKeys.contains(item.key.text ?? "") {
            var item = item
            if item.key.text == "auth" {
                _ = try FileMapping(
                    item.value, path: mapping.name("auth"),
                    keys: CloudKeys.ofAuth + FileSecrets.fileKeys + FileSecrets.refusedKeys)
                item.value = try secrets.resolved(item.value, path: mapping.name("auth"))
            }
            entries.append(item)
        }
        let whole = YAMLNode(.mapping(entries), file: node.file, line: node.line, column: node.column)
        return try secrets.resolved(whole, path: mapping.path)
    }

    private func listing(dialect: DialectChoice?) throws(SettingsError) -> ListingSettings {
        var listing = ListingSettings()
        let own: DialectChoice? = try mapping.choice("dialect")
        listing.dialect = dialect ?? own ?? .auto
        listing.path = try mapping.choice("path") ?? .images
        listing.pageSize = try mapping.integer("page_size", in: ListingSettings.pageSizes) ?? listing.pageSize
        listing.market = try mapping.bool("market") ?? false
        if listing.dialect == .glance, listing.path == .cloudimages {
            throw mapping.error("path", "\(ListPath.cloudimages.rawValue) does not go with dialect glance")
        }
        if listing.dialect == .glance, listing.market {
            throw mapping.error("market", "does not go with dialect glance, which has no market images")
        }
        return listing
    }

    private func proxy() throws(SettingsError) -> TransportSettings.Proxy? {
        guard let given = try mapping.text("proxy") else { return nil }
        let scheme = ["http://", "https://", "socks5://", "socks5h://"].first { given.lowercased().hasPrefix($0) }
        guard let scheme, given.utf8.count > scheme.utf8.count else {
            throw mapping.error("proxy", "expected a URL that begins with http://, https://, socks5:// or socks5h://")
        }
        guard !given.contains("@") else {
            throw mapping.error("proxy", "a user or password in this file is refused; HTTPS_PROXY may hold them")
        }
        return .url(given)
    }
}
