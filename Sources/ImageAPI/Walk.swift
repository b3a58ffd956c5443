import Catalogue

/// One listing of images from its first page to its last: what is asked for beside the page size.
package struct Walk: Sendable, Equatable {
    /// For logs.
    package var name: String
    /// What is asked for, in the order it is sent; `limit` comes before it.
    package var query: [QueryItem]
    /// What the answer has to keep to; no bounds: nothing is looked at.
    package var bounds = WalkBounds()

    /// A walk that asks for `query`.
    package init(name: String, query: [QueryItem]) {
        self.name = name
        self.query = query
    }

    /// The part of this walk's images that were changed at this time or later, in Unix seconds.
    package func changed(from time: UInt32) -> Walk {
        var walk = self
        walk.name += ", changed"
        walk.query.append(QueryItem("updated_at", "gte:" + Timestamp.text(time)))
        walk.bounds.updatedFrom = time
        return walk
    }

    /// The part of this walk's images that have one of these statuses.
    func narrowed(to statuses: [ImageStatus]) -> Walk {
        var walk = self
        let names = statuses.map(\.name)
        walk.name += ", \(names.joined(separator: " "))"
        walk.query.append(QueryItem("status", names.count == 1 ? names[0] : "in:" + names.joined(separator: ",")))
        walk.bounds.statuses = Set(statuses)
        return walk
    }

    /// The part of this walk's images that were created at this time or later, in Unix seconds; nil: all.
    package func created(from time: UInt32?) -> Walk {
        var walk = self
        walk.bounds.createdFrom = time ?? 0
        guard let time else { return walk }
        walk.query.append(QueryItem("created_at", "gte:" + Timestamp.text(time)))
        return walk
    }

    /// Whether something is asked of `created_at` already, which the list call takes once only.
    package var asksForCreation: Bool { query.contains { $0.name == "created_at" } }
}
