import Catalogue

/// The dialect as it is configured: one of them, or found out by asking.
package enum DialectChoice: String, Sendable, CaseIterable {
    case auto, glance, ims
}

/// What of a cloud's images is listed, and how.
package struct ListingSettings: Sendable, Equatable {
    /// Images a page, 1 to 1000.
    package static let pageSizes = 1...1000

    package var dialect = DialectChoice.auto
    package var path = ListPath.images
    package var pageSize = 1000
    /// On IMS: market images too, which are thousands.
    package var market = false
    /// Narrows every walk.
    package var filter = ListingFilter()
    /// Instead of the dialect's walks; none: those.
    package var listings: [NamedListing] = []

    /// What is listed where nothing is configured.
    package init() {}

    /// The walks that are the catalogue together; those that the filter contradicts are left out.
    package func walks(_ dialect: Dialect, project: String?) -> [Walk] {
        let walks =
            listings.isEmpty
            ? dialect.walks(project: project, market: market)
            : listings.map { Walk(name: $0.name, query: $0.query.items + dialect.order) }
        return walks.compactMap(filter.narrowing)
    }

    /// The walks that show which of these images are still there, and in the catalogue.
    package func walks(of ids: [ImageIdentifier], _ dialect: Dialect) -> [Walk] {
        dialect.walks(of: ids).compactMap(filter.narrowing)
    }

    /// The first parameter that keeps an image's change from being seen by what was changed last: with it every poll has to
    /// be of everything.
    package var hidesChanges: String? {
        let items = ([filter] + listings.map(\.query)).flatMap(\.items)
        return items.first { ["status", "updated_at"].contains($0.name) }?.name
    }

    /// Whether the catalogue is all that the dialect lists: only then what other projects offer is counted beside it.
    package var isWhole: Bool { filter.items.isEmpty && listings.isEmpty }

    /// The dialect to speak with a server that has shown this one, or nothing to judge by; nil where `ims` is set and the
    /// server shows no sign of it.
    package func dialect(shown: Dialect?) -> Dialect? {
        switch dialect {
        case .glance: .glance
        case .ims: shown == .ims ? .ims : nil
        case .auto: shown ?? (path == .images ? .glance : .ims)
        }
    }
}
