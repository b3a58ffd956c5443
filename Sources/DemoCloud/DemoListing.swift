/// What a listing of images asks for (`GET /v2/images`), and the page that answers it.
struct DemoListing {
    static let defaultLimit = 25
    /// As in stock Glance, a larger limit is clamped silently.
    static let greatestLimit = 1000

    /// Why a query is refused with 400.
    struct Refused: Error, Equatable {
        var message: String
    }

    private var limit = Self.defaultLimit
    private var marker: UInt32?
    private var visibility: String?
    private var isHidden = false
    private var status: String?
    /// The query without its marker, for the next link.
    private var kept = ""

    /// Filters that no demonstration image matches are ignored, as Glance ignores parameters of other shapes.
    init(query: String) throws(Refused) {
        for item in query.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count > 1 ? parts[1] : ""
            if parts[0] != "marker" { kept += kept.isEmpty ? String(item) : "&\(item)" }
            switch parts[0] {
            case "limit":
                guard let number = Int(value), number >= 0 else { throw Refused(message: "limit must be an integer") }
                limit = min(number, Self.greatestLimit)
            case "marker":
                guard let number = DemoIdentifier.number(value) else {
                    throw Refused(message: "No image found with ID \(value.prefix(36))")
                }
                marker = number
            case "visibility": visibility = value == "all" ? nil : value
            case "os_hidden": isHidden = value.lowercased() == "true"
            case "status": status = value
            default: break
            }
        }
    }

    /// The page, in the order of creation.
    func page(of catalogue: DemoCatalogue) -> [UInt8] {
        var place = marker.map { catalogue.place(behind: $0) } ?? 0
        var last: UInt32?
        var count = 0
        var json = JSONWriter()
        json.object { json in
            json.array("images") { json in
                while place < catalogue.images.count, count < limit {
                    let image = catalogue.images[place]
                    place += 1
                    let traits = DemoTraits(seed: catalogue.seed, number: image.number)
                    guard matches(image, traits) else { continue }
                    DemoImageWriter(image: image, traits: traits).write(to: &json)
                    count += 1
                    last = image.number
                }
            }
            json.field("first", "/v2/images\(kept.isEmpty ? "" : "?\(kept)")")
            if let last, count == limit {
                json.field("next", "/v2/images?\(kept.isEmpty ? "" : "\(kept)&")marker=\(DemoIdentifier.text(last))")
            }
            json.field("schema", "/v2/schemas/images")
        }
        return json.bytes
    }

    private func matches(_ image: DemoImage, _ traits: DemoTraits) -> Bool {
        traits.isHidden == isHidden && visibility.map { $0 == traits.visibility.rawValue } ?? true
            && status.map { $0 == image.status.rawValue } ?? true
    }
}
