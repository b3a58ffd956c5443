/// The family of servers that a cloud's image API belongs to: which walks make up its catalogue.
package enum Dialect: String, Sendable, CaseIterable {
    /// Stock OpenStack Glance.
    case glance

    /// The walks that are the catalogue together, in their order.
    package var walks: [Walk] {
        switch self {
        case .glance:
            [
                Self.glanceWalk("visible", hidden: false),
                Self.glanceWalk("hidden", hidden: true),
            ]
        }
    }

    /// Without `visibility=all` even an administrator misses other projects' community images; `os_hidden` splits the
    /// catalogue in two. Times and ids have no nulls, so that no image is lost between two pages.
    private static func glanceWalk(_ name: String, hidden: Bool) -> Walk {
        Walk(
            name: name,
            query: [
                QueryItem("visibility", "all"), QueryItem("os_hidden", hidden ? "true" : "false"),
                QueryItem("sort", "created_at:asc,id:asc"),
            ])
    }
}
