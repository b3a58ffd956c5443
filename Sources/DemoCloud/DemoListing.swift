/// What a listing of images asks for (`GET /v2/images`), and the page that answers it.
struct DemoListing: Sendable {
    static let defaultLimit = 25
    /// As in stock Glance, a larger limit is clamped silently.
    static let greatestLimit = 1000
    /// Bytes of a large image, for the page's room.
    private static let roomAnImage = 1800

    /// Why a query is refused with 400.
    struct Refused: Error, Equatable {
        var message: String
    }

    private var limit = Self.defaultLimit
    private var marker: String?
    private var isAscending = false
    private var filter = DemoFilter()
    /// The parameters without the marker, for the links.
    private var kept: [(name: String, value: String)] = []

    init(query: DemoQuery) throws(Refused) {
        var key = "created_at"
        for (name, value) in query.items {
            if name != "marker" { kept.append((name, value)) }
            switch name {
            case "limit": limit = try Self.limit(value)
            case "marker": marker = value
            case "sort": isAscending = try Self.isAscending(value)
            case "sort_key": key = value
            case "sort_dir": isAscending = value == "asc"
            default: try filter.add(name, value)
            }
        }
        _ = try Self.isAscending(key)
    }

    private static func limit(_ value: String) throws(Refused) -> Int {
        guard let limit = Int(value) else { throw Refused(message: "limit param must be an integer") }
        guard limit >= 0 else { throw Refused(message: "limit param must be positive") }
        return min(limit, greatestLimit)
    }

    /// Images are kept in the order of creation, which is that of their ids too.
    private static func isAscending(_ sort: String) throws(Refused) -> Bool {
        let keys = sort.split(separator: ",").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
        let directions = Set(keys.map { $0.count == 2 && $0[1] == "asc" })
        let areKnown = keys.allSatisfy { $0.count < 3 && ($0.first == "created_at" || $0.first == "id") }
        guard directions.count == 1, areKnown else {
            throw Refused(message: "The demonstration cloud sorts by created_at and id only")
        }
        return directions.contains(true)
    }

    /// The page that follows the marker.
    func page(of catalogue: DemoCatalogue, _ identifier: DemoIdentifier) throws(Refused) -> [UInt8] {
        var place = try start(in: catalogue, identifier)
        let step: Int64 = isAscending ? 1 : -1
        let numbers = 0..<Int64(catalogue.endNumber)
        var count = 0
        var last: UInt32?
        var json = JSONWriter(capacity: limit * Self.roomAnImage + 1024)
        json.object { json in
            json.array("images") { json in
                while numbers.contains(place), count < limit {
                    let image = catalogue.image(UInt32(place))
                    place += step
                    guard let image, let traits = filter.traits(of: image, identifier) else { continue }
                    DemoImageWriter(image: image, traits: traits, identifier: identifier).write(to: &json)
                    count += 1
                    last = image.number
                }
            }
            json.field("first", Self.link(kept))
            // A full page has a successor, which may be empty.
            if let last, count == limit {
                let id = String(decoding: identifier.image(last), as: UTF8.self)
                json.field("next", Self.link(kept + [("marker", id)]))
            }
            json.field("schema", "/v2/schemas/images")
        }
        return json.bytes
    }

    /// Images that have ended are still known as markers, as they are to an administrator of Glance.
    private func start(in catalogue: DemoCatalogue, _ identifier: DemoIdentifier) throws(Refused) -> Int64 {
        guard let marker else { return isAscending ? 0 : Int64(catalogue.endNumber) - 1 }
        guard let number = identifier.number(of: marker), number < catalogue.endNumber else {
            throw Refused(message: "No image found with ID \(marker.prefix(64))")
        }
        return Int64(number) + (isAscending ? 1 : -1)
    }

    /// Without the endpoint's own prefix, as Glance writes it.
    private static func link(_ items: [(name: String, value: String)]) -> String {
        items.isEmpty ? "/v2/images" : "/v2/images?\(DemoQuery.text(items))"
    }
}
