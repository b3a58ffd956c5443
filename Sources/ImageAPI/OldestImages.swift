import Catalogue
import FoundationEssentials

/// The images of one status that have not changed for longest, for a person to look at.
package struct OldestImages: Sendable, Equatable {
    /// One image, as the server wrote it.
    package struct Entry: Sendable, Equatable {
        package var id: String
        /// Time of the last change; empty where the server tells none.
        package var updatedAt: String
    }

    /// Images that are named at most.
    package static let most = 20

    /// The longest unchanged first.
    package private(set) var entries: [Entry] = []

    private let status: ImageStatus

    /// None yet of this status.
    package init(_ status: ImageStatus) { self.status = status }

    /// What is to be asked for, below the endpoint; `project` is the token's.
    package func targets(_ dialect: Dialect, path: ListPath, project: String?) -> [String] {
        let common = [QueryItem("limit", "\(Self.most)"), QueryItem("status", status.name)]
        let queries: [[QueryItem]] =
            switch dialect {
            case .glance:
                ["false", "true"].map { hidden in
                    common + [
                        QueryItem("visibility", "all"), QueryItem("os_hidden", hidden),
                        QueryItem("sort", "updated_at:asc,id:asc"),
                    ]
                }
            case .ims:
                [
                    common + (project.map { [QueryItem("owner", $0)] } ?? [])
                        + [QueryItem("sort_key", "created_at"), QueryItem("sort_dir", "asc")]
                ]
            }
        return queries.map { path.rawValue + "?" + $0.map(\.encoded).joined(separator: "&") }
    }

    /// Takes in the body of an answer; throws `.malformed` for one that is no list of images.
    package mutating func add(_ body: [UInt8]) throws(ImageAPIError) {
        guard let listing = try? JSONDecoder().decode(Listing.self, from: Data(body)) else {
            throw .malformed("it is not a list of images")
        }
        // A server may not know the filter.
        entries += listing.images.filter { $0.status == status.name && $0.isUUID }
            .map { Entry(id: $0.id ?? "", updatedAt: $0.updatedAt ?? "") }
        entries.sort { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        entries = Array(entries.prefix(Self.most))
    }

    private struct Listing: Decodable { var images: [Image] }

    private struct Image: Decodable {
        var id: String?
        var status: String?
        var updatedAt: String?

        /// Nothing else of a server reaches a terminal.
        var isUUID: Bool {
            guard let id else { return false }
            return ImageIdentifier(Array(id.utf8).span) != nil
        }

        enum CodingKeys: String, CodingKey {
            case id, status
            case updatedAt = "updated_at"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try? container.decode(String.self, forKey: .id)
            status = try? container.decode(String.self, forKey: .status)
            let time = try? container.decode(String.self, forKey: .updatedAt)
            updatedAt = time.flatMap { Timestamp.seconds(Array($0.utf8).span) == nil ? nil : $0 }
        }
    }
}
