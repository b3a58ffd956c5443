import Catalogue

/// Parameters that narrow what is listed, checked against a dialect.
package struct ListingFilter: Sendable, Equatable {
    /// Which parameter cannot be sent, and why.
    package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        package var name: String
        package var description: String
    }

    /// Parameters of one filter or listing.
    package static let most = 32
    /// Bytes of one value.
    package static let longestValue = 4096

    /// In the order of their names, each once.
    package let items: [QueryItem]

    /// No parameter.
    package init() { items = [] }

    /// Checks each parameter's name and value; with no dialect it must be one of both, and mean the same.
    package init(_ items: [QueryItem], in dialect: Dialect?) throws(Problem) {
        if items.count > Self.most {
            throw Problem(name: items[Self.most].name, description: "more than \(Self.most) parameters")
        }
        for item in items {
            if let reason = ListingParameter.reserved[item.name] {
                throw Problem(name: item.name, description: "cannot be set: \(reason)")
            }
            if item.value.utf8.count > Self.longestValue {
                throw Problem(name: item.name, description: "longer than \(Self.longestValue) bytes")
            }
            for dialect in dialect.map({ [$0] }) ?? Dialect.allCases { try Self.check(item, dialect) }
        }
        self.items = items.sorted { $0.name < $1.name }
        if self["member_status"] != nil, self["visibility"] != "shared" {
            throw Problem(name: "member_status", description: "needs visibility: shared beside it")
        }
    }

    /// A parameter's value.
    package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// The statuses that may come; nil: any.
    package var statuses: Set<ImageStatus>? {
        guard let value = self["status"] else { return nil }
        let names = value.hasPrefix("in:") ? value.dropFirst(3).split(separator: ",").map(String.init) : [value]
        return Set(ImageStatus.allCases.filter { names.contains($0.name) })
    }

    /// The visibilities that may come; nil: any.
    package var visibilities: Set<ImageVisibility>? {
        guard let value = self["visibility"], value != "all" else { return nil }
        return Set(ImageVisibility.allCases.filter { $0.name == value })
    }

    /// For people: `name=value`, with blanks between.
    package var text: String { items.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

    /// A walk with these parameters as well, each sent once; nil where they contradict its own: nothing is lost by leaving
    /// it out.
    func narrowing(_ walk: Walk) -> Walk? {
        var walk = walk
        for item in items {
            guard let place = walk.query.firstIndex(where: { $0.name == item.name }) else {
                walk.query.append(item)
                continue
            }
            if walk.query[place].value == "all" {
                walk.query[place] = item
            } else if walk.query[place].value != item.value {
                return nil
            }
        }
        return walk
    }

    private static func check(_ item: QueryItem, _ dialect: Dialect) throws(Problem) {
        guard let kind = ListingParameter.kind(of: item.name, in: dialect) else {
            let names = ListingParameter.names(in: dialect).joined(separator: ", ")
            throw Problem(
                name: item.name,
                description: "no parameter of the dialect \(dialect.rawValue), which has \(names)")
        }
        if let problem = kind.problem(with: item.value, in: dialect) {
            throw Problem(name: item.name, description: "\(problem) with the dialect \(dialect.rawValue)")
        }
    }
}

/// A listing of the user's own, instead of the dialect's walks.
package struct NamedListing: Sendable, Equatable {
    package var name: String
    package var query: ListingFilter

    /// A listing of this name.
    package init(name: String, query: ListingFilter) {
        self.name = name
        self.query = query
    }
}
