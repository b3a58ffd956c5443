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

    /// What is listed where nothing is configured.
    package init() {}

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
