import Identity
import ImageAPI
import YAML

/// Parameters of the list call as the configuration file gives them, not yet checked against a dialect.
struct FilterSection {
    /// Listings of one cloud.
    static let mostListings = 32
    /// Bytes of a listing's name.
    static let longestName = 64

    private let place: SettingPlace
    private let parameters: [(item: QueryItem, place: SettingPlace)]

    /// Reads a mapping of names and values; a boolean or a number stands for its text.
    init(_ value: FileValue) throws(CloudsError) {
        place = value.place
        guard let entries = value.node.entries else {
            throw place.error("expected a mapping of parameters and values, found \(value.node.kind)")
        }
        var parameters: [(item: QueryItem, place: SettingPlace)] = []
        for entry in entries {
            let name = entry.key.text ?? ""
            let parameter = FileValue(
                node: entry.value,
                place: SettingPlace(entry.value, key: "\(value.place.key).\(YAMLError.shown(key: name))"))
            parameters.append((QueryItem(name, try parameter.text()), parameter.place))
        }
        self.parameters = parameters
    }

    /// `listings`: each a name and a query.
    static func listings(_ value: FileValue?) throws(CloudsError) -> [(name: String, filter: FilterSection)] {
        guard let value else { return [] }
        guard let items = value.node.items, !items.isEmpty else {
            throw value.place.error("expected a list of mappings of name and query")
        }
        guard items.count <= mostListings else {
            throw value.place.error("\(items.count) listings; allowed are \(mostListings)")
        }
        var listings: [(name: String, filter: FilterSection)] = []
        for (number, item) in items.enumerated() {
            var section = try FileSection(item, path: "\(value.place.key)[\(number)]")
            guard let name = section.value("name") else { throw section.place.error("name is missing") }
            let text = try name.text()
            guard text.utf8.count <= longestName else { throw name.place.error("longer than \(longestName) bytes") }
            guard !listings.contains(where: { $0.name == text }) else { throw name.place.error("stands twice") }
            guard let query = section.value("query") else { throw section.place.error("query is missing") }
            try section.finish()
            listings.append((text, try FilterSection(query)))
        }
        return listings
    }

    /// The parameters, checked; with no dialect each must be one of both.
    func checked(in dialect: Dialect?) throws(CloudsError) -> ListingFilter {
        do throws(ListingFilter.Problem) {
            return try ListingFilter(parameters.map(\.item), in: dialect)
        } catch {
            let place = parameters.first { $0.item.name == error.name }?.place ?? place
            throw place.error(error.description)
        }
    }
}

extension DialectChoice {
    /// The dialect that is chosen; nil where the server is asked.
    var dialect: Dialect? {
        switch self {
        case .auto: nil
        case .glance: .glance
        case .ims: .ims
        }
    }
}
