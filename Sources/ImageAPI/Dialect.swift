import Catalogue

/// The family of servers that a cloud's image API belongs to: which walks make up its catalogue.
package enum Dialect: String, Sendable, CaseIterable {
    /// Stock OpenStack Glance.
    case glance
    /// The Image Management Service of the Huawei family.
    case ims

    /// The answers to an offered share that leave its image out of the catalogue.
    package enum UnacceptedStatus: String, Sendable, CaseIterable {
        case pending, rejected
    }

    /// Ids that one request asks for.
    package static let idsAtOnce = 100

    /// The walks that are the catalogue together, in their order; `project` is the token's.
    package func walks(project: String?, market: Bool) -> [Walk] {
        switch self {
        case .glance:
            Self.hiddenAndNot.map { hidden in
                Walk(name: hidden.name, query: [QueryItem("visibility", "all"), hidden.item, Self.order])
            }
        case .ims: Self.imsWalks(project: project, market: market)
        }
    }

    /// The walks whose images of other projects are shared with the token's project and have this status.
    package func walks(ofShares status: UnacceptedStatus) -> [Walk] {
        let items = [QueryItem("visibility", "shared"), QueryItem("member_status", status.rawValue)]
        return switch self {
        case .glance:
            Self.hiddenAndNot.map { hidden in
                Walk(name: "\(status) \(hidden.name) shares", query: items + [hidden.item, Self.order])
            }
        case .ims: [Walk(name: "\(status) shares", query: items + [QueryItem("__imagetype", "shared")])]
        }
    }

    /// The walks that show which of these images, `idsAtOnce` at most, are still there; none where a server cannot be
    /// asked for several at once.
    package func walks(of ids: [ImageIdentifier]) -> [Walk] {
        guard self == .glance, !ids.isEmpty else { return [] }
        let wanted = QueryItem("id", "in:" + ids.map(\.description).joined(separator: ","))
        return Self.hiddenAndNot.map { hidden in
            Walk(name: "missing \(hidden.name)", query: [wanted, QueryItem("visibility", "all"), hidden.item])
        }
    }

    /// The parts of a walk that show the images of `ImageStatus.listedWhole`, one and all.
    package func walks(ofListedWhole walk: Walk) -> [Walk] {
        switch self {
        case .glance: [walk.narrowed(to: ImageStatus.listedWhole)]
        // It has no others of them, and takes one at a time.
        case .ims: [ImageStatus.queued, .saving, .deleted].map { walk.narrowed(to: [$0]) }
        }
    }

    /// A walk whose images come in the order of their creation, so that it can be cut at any moment.
    package func inOrderOfCreation(_ walk: Walk) -> Walk {
        guard self == .ims else { return walk }
        var walk = walk
        walk.query += [QueryItem("sort_key", "created_at"), QueryItem("sort_dir", "asc")]
        return walk
    }

    /// What asks for the one image of a walk that was created last.
    package func newest(of walk: Walk, path: ListPath) -> String {
        let order =
            self == .glance
            ? [QueryItem("sort", "created_at:desc,id:desc")]
            : [QueryItem("sort_key", "created_at"), QueryItem("sort_dir", "desc")]
        let query = [QueryItem("limit", "1")] + walk.query.filter { !Self.sorts.contains($0.name) } + order
        return path.rawValue + "?" + query.map(\.encoded).joined(separator: "&")
    }

    private static let sorts = ["sort", "sort_key", "sort_dir"]

    /// `os_hidden` splits what stock Glance lists in two.
    private static let hiddenAndNot = [
        (name: "visible", item: QueryItem("os_hidden", "false")),
        (name: "hidden", item: QueryItem("os_hidden", "true")),
    ]

    /// How a listing is sorted, where the server's own order may lose images between pages.
    var order: [QueryItem] { self == .glance ? [Self.order] : [] }

    /// Times and ids have no nulls, so that no image is lost between two pages.
    private static let order = QueryItem("sort", "created_at:asc,id:asc")

    /// Unfiltered, IMS lists thousands of market images as well.
    private static func imsWalks(project: String?, market: Bool) -> [Walk] {
        let own = project.map { QueryItem("owner", $0) } ?? QueryItem("__imagetype", "private")
        var walks = [
            Walk(name: "own", query: [own]),
            Walk(name: "gold", query: [QueryItem("__imagetype", "gold"), QueryItem("visibility", "public")]),
            Walk(
                name: "accepted shares",
                query: [
                    QueryItem("visibility", "shared"), QueryItem("member_status", "accepted"),
                    QueryItem("__imagetype", "shared"),
                ]),
        ]
        if market { walks.append(Walk(name: "market", query: [QueryItem("__imagetype", "market")])) }
        return walks
    }
}
