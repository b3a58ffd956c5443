import FoundationEssentials

@testable import ImageAPI

/// A page's `next`: what is followed stays on the endpoint's origin and path, with one marker, and is fit to be sent.
enum NextLinks {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        var pagination = Pagination(walk: Walk(name: "all", query: []))
        _ = pagination.began()
        switch pagination.pageArrived(PageFacts(images: 1, next: text)) {
        case .fetch(let target): follow(target, from: text)
        case .fail(let error): demand((try? NextLink(text)) == nil, "\(text) is refused: \(error)")
        case .restart, .finished: demand(false, "\(text) ends the walk")
        }
    }

    private static func follow(_ target: String, from text: String) {
        demand(target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, "\(target) can be sent")
        // Another reader of addresses.
        guard let url = URLComponents(string: "http://cloud.example:9292" + target) else {
            return demand(false, "\(target) is an address")
        }
        demand(url.host == "cloud.example" && url.port == 9292 && url.user == nil, "\(target) stays at its host")
        demand(url.path == "/v2/images" && url.fragment == nil, "\(target) stays at its path")
        let query = url.percentEncodedQuery ?? ""
        let markers = query.split(separator: "&").filter { $0.hasPrefix("marker=") }
        demand(markers.count == 1 && markers[0].utf8.count > "marker=".utf8.count, "\(target) has one marker")
        // Of other origins only what is not too long with them.
        let elsewhere = "https://other.example/x?"
        guard let link = try? NextLink(text), elsewhere.utf8.count + query.utf8.count <= NextLink.maximumLength
        else { return }
        demand(target == "/v2/images?" + link.query, "\(target) is what was said")
        demand((try? NextLink("?" + link.query)) == link, "what is fit to be sent stays as it is")
        demand((try? NextLink(elsewhere + link.query)) == link, "host and path change nothing")
    }
}
