/// How a fake cloud answers a list request.
struct FakeListing {
    /// Images of a page at most, whatever is asked for.
    static let greatestPage = 1000

    let shape: FakeCloud.Shape
    let images: [FakeImage]
    let isAdmin: Bool
    let paging: FakeCloud.Paging

    private static let known: [FakeCloud.Shape: Set<String>] = [
        .glance: ["limit", "marker", "sort", "visibility", "os_hidden", "member_status", "id", "status", "owner"],
        .ims: [
            "limit", "marker", "sort_key", "sort_dir", "visibility", "member_status", "status", "owner", "__imagetype",
            "__isregistered", "protected",
        ],
    ]

    /// Status and body.
    func answer(path: String, query: [(name: String, value: String)]) -> (status: String, body: String) {
        let values = Dictionary(query.map { ($0.name, $0.value) }) { $1 }
        let isKnown = query.allSatisfy { Self.known[shape]?.contains($0.name) == true }
        // As a property filter that no image has.
        let found = isKnown ? images.filter { isWanted($0, values) } : []
        var rest = found[...]
        if let marker = values["marker"] {
            guard images.contains(where: { $0.id == marker }) else {
                return ("400 Bad Request", #"{"message":"No image found with ID \#(marker)","code":"400 Bad Request"}"#)
            }
            let place = images.firstIndex { $0.id == marker } ?? 0
            rest = found[...].drop { image in (images.firstIndex { $0.id == image.id } ?? 0) <= place }
        }
        let limit = min(values["limit"].flatMap { Int($0) } ?? 25, Self.greatestPage)
        return (
            "200 OK", page(path, query.filter { $0.name != "marker" }, rest.prefix(limit), isFull: rest.count >= limit)
        )
    }

    private func page(
        _ path: String, _ query: [(name: String, value: String)], _ images: ArraySlice<FakeImage>, isFull: Bool
    ) -> String {
        let injected =
            shape == .ims && !query.contains { $0.name == "__isregistered" } ? [("__isregistered", "true")] : []
        let kept = injected + query
        var members = ["\"images\":[\(images.map { $0.json(shape) }.joined(separator: ","))]"]
        let marker = isFull ? images.last?.id : nil
        switch path == "/v2/images" ? .next : paging {
        case .next:
            members.append("\"first\":\"\(Self.link(path, kept))\"")
            if let marker { members.append("\"next\":\"\(Self.link(path, kept + [("marker", marker)]))\"") }
        case .pageInfo:
            members.append("\"page_info\":{\"next_marker\":\(marker.map { "\"\($0)\"" } ?? "null")}")
        case .lastImage: break
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Without the endpoint's own prefix, as both families write it.
    private static func link(_ path: String, _ query: [(name: String, value: String)]) -> String {
        path + (query.isEmpty ? "" : "?") + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private func isWanted(_ image: FakeImage, _ values: [String: String]) -> Bool {
        guard isVisible(image, values) else { return false }
        if let id = values["id"], !id.dropFirst("in:".count).split(separator: ",").contains(Substring(image.id)) {
            return false
        }
        return isFitting(image.visibility, values["visibility"]) && isFitting(image.status, values["status"])
            && isFitting(image.owner, values["owner"]) && isFitting(image.text("__imagetype"), values["__imagetype"])
            && (shape == .ims || "\(image.isHidden)" == values["os_hidden"] ?? "false")
    }

    private func isFitting(_ value: String?, _ wanted: String?) -> Bool {
        wanted == nil || wanted == "all" || wanted == value
    }

    private func isVisible(_ image: FakeImage, _ values: [String: String]) -> Bool {
        if isAdmin || image.owner == FakeCloud.project { return true }
        switch image.visibility {
        case "public": return true
        case "community": return values["visibility"] == "all" || values["visibility"] == "community"
        case "shared": return image.members[FakeCloud.project] == values["member_status"] ?? "accepted"
        default: return false
        }
    }
}
