import Identity
import ImageAPI
import YAML

/// One item of the file's `clouds`, as it is written.
struct CloudSection {
    /// How the cloud is reached.
    enum Source {
        /// An entry of clouds.yaml.
        case entry(FileValue)
        /// Keys of clouds.yaml, written here.
        case inline(YAMLNode)
    }

    let place: SettingPlace
    let name: FileValue?
    let source: Source
    let region: String?
    let dialect: Placed<DialectChoice>?
    let path: Placed<ListPath>?
    let market: Placed<Bool>?
    let pageSize: Int?
    /// Parameters that narrow every walk; checked once the dialect is known.
    let filter: FilterSection?
    /// Listings instead of the dialect's walks, each with its name.
    let listings: [(name: String, filter: FilterSection)]
    let labels: [ConstantLabel]
    let poll: PollChoices
    let maxLabelValues: Int?
    let proxy: String?
    /// Families that are shown on request.
    let optIn: OptInSection

    /// Values of one label that may keep their name; a family has no more series.
    static let labelValues = 1...10_000
    /// Bytes of a name, as of every label's value.
    static let longestName = 256

    /// Each key is declared by the line that reads it.
    init(_ node: YAMLNode, path key: String) throws(CloudsError) {
        var section = try FileSection(node, path: key)
        place = section.place
        name = section.value("name")
        let entry = section.value("cloud")
        let region = section.value("region")
        self.region = try region?.text()
        dialect = try Self.placed(section.value("dialect")) { value throws(CloudsError) in
            try value.choice(of: DialectChoice.self)
        }
        path = try Self.placed(section.value("path")) { value throws(CloudsError) in try value.choice(of: ListPath.self)
        }
        pageSize = try section.value("page_size")?.integer(in: ListingSettings.pageSizes)
        market = try Self.placed(section.value("market")) { value throws(CloudsError) in try value.bool() }
        filter = try section.value("filter").map { value throws(CloudsError) in try FilterSection(value) }
        listings = try FilterSection.listings(section.value("listings"))
        labels = try ConstantLabels.read(section.value("labels"))
        poll = try PollChoices(section.value("poll"))
        maxLabelValues = try section.value("max_label_values")?.integer(in: Self.labelValues)
        proxy = try section.value("proxy").map { value throws(CloudsError) in try ProxyAddress.read(value) }
        optIn = try OptInSection(&section)
        let inline = section.entries(of: InlineCloud.keys)
        try section.finish(others: "and those of an entry of clouds.yaml")
        source = try Self.source(entry, inline, place)
        if let region, let name = inline?["region_name"], !name.isNull {
            throw region.place.error("clashes with region_name on line \(name.line); expected one of the two")
        }
        try checkName()
    }

    /// The dialect's own settings; `given` is the flag's, which wins.
    func listing(_ given: Placed<DialectChoice>?) throws(CloudsError) -> ListingSettings {
        var listing = ListingSettings()
        let chosen = given ?? dialect
        listing.dialect = chosen?.value ?? listing.dialect
        listing.path = path?.value ?? listing.path
        listing.market = market?.value ?? listing.market
        listing.pageSize = pageSize ?? listing.pageSize
        let dialect = listing.path == .cloudimages ? .ims : chosen?.value.dialect
        listing.filter = try filter?.checked(in: dialect) ?? listing.filter
        for (name, query) in listings {
            listing.listings.append(NamedListing(name: name, query: try query.checked(in: dialect)))
        }
        if let market, market.value, !listings.isEmpty {
            throw market.place.error("true clashes with listings, which replace the walks")
        }
        guard let chosen, chosen.value == .glance else { return listing }
        let reason = "needs the dialect ims or auto, and \(chosen.place.key) says glance"
        if let path, path.value == .cloudimages { throw path.place.error("\(path.value.rawValue) \(reason)") }
        if let market, market.value { throw market.place.error("true \(reason)") }
        return listing
    }

    private static func source(
        _ entry: FileValue?, _ inline: YAMLNode?, _ place: SettingPlace
    ) throws(CloudsError) -> Source {
        switch (entry, inline) {
        case (let entry?, nil): return .entry(entry)
        case (nil, let inline?): return .inline(inline)
        case (nil, nil):
            throw place.error("neither cloud, the name of an entry of clouds.yaml, nor auth is given")
        case (let entry?, let inline?):
            guard let first = inline.entries?.first else { return .entry(entry) }
            throw SettingPlace(first.key, key: "\(place.key).\(first.key.text ?? "")")
                .error("clashes with cloud on line \(entry.node.line), whose entry of clouds.yaml says it")
        }
    }

    private func checkName() throws(CloudsError) {
        guard let name else {
            if case .inline = source {
                throw place.error("name is missing, which is needed where no entry of clouds.yaml gives it")
            }
            return
        }
        guard try name.text().utf8.count <= Self.longestName else {
            throw name.place.error("longer than \(Self.longestName) bytes")
        }
    }

    private static func placed<Value>(
        _ value: FileValue?, _ read: (FileValue) throws(CloudsError) -> Value
    ) throws(CloudsError) -> Placed<Value>? {
        guard let value else { return nil }
        return Placed(value: try read(value), place: value.place)
    }
}
