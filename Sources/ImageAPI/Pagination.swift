/// The way through one walk's pages, as a machine: what happened goes in, what to do next comes out. After `finished`
/// and `fail` it repeats itself.
package struct Pagination: Sendable {
    /// What to do next.
    package enum Action: Sendable, Equatable {
        /// Get the page at this path and query below the endpoint.
        case fetch(target: String)
        /// What this walk gave so far is void; get its first page.
        case restart(target: String)
        /// The walk is whole.
        case finished
        /// The walk is lost, and the poll with it.
        case fail(ImageAPIError)
    }

    /// Pages of one try of a walk; 50 million images at 1000 a page.
    package static let maximumPages = 50_000
    /// New beginnings of one walk after a lost marker.
    package static let maximumRestarts = 2

    private let path: ListPath
    private let firstQuery: String
    /// Fingerprints of the markers followed; at most one a page.
    private var markers: Set<UInt64> = []
    private var pages = 0
    private var restarts = 0
    /// How many images the first page held: what the server takes for a full page.
    private var fullPage = 0
    /// The server has said where to go on, so that its silence is the end.
    private var isServerGuided = false
    private var end: Action?

    /// A walk below `path`, `pageSize` images a page at most.
    package init(walk: Walk, path: ListPath = .images, pageSize: Int = 1000) {
        self.path = path
        firstQuery = ([QueryItem("limit", "\(pageSize)")] + walk.query).map(\.encoded).joined(separator: "&")
    }

    /// The walk begins.
    package mutating func began() -> Action { end ?? .fetch(target: firstTarget) }

    /// A page was read whole.
    package mutating func pageArrived(_ facts: PageFacts) -> Action {
        if let end { return end }
        pages += 1
        if pages == 1 { fullPage = facts.images }
        do throws(ImageAPIError) {
            guard let link = try followed(facts) else { return ended(.finished) }
            guard markers.insert(Self.fingerprint(of: link.marker)).inserted else {
                return ended(.fail(.loop("page \(pages) leads back to a page read before")))
            }
            guard pages < Self.maximumPages else {
                return ended(.fail(.loop("the walk has more than \(Self.maximumPages) pages")))
            }
            return .fetch(target: target(link.query))
        } catch {
            return ended(.fail(error))
        }
    }

    /// A page was answered with another status than 200. In mid-walk 400, 403 and 404 mean that the image at the
    /// boundary is gone or out of sight.
    package mutating func pageRefused(status: Int, _ error: ImageAPIError) -> Action {
        if let end { return end }
        let lostMarker = pages > 0 && [400, 403, 404].contains(status)
        guard lostMarker, restarts < Self.maximumRestarts else { return ended(.fail(error)) }
        restarts += 1
        pages = 0
        markers = []
        isServerGuided = false
        return .restart(target: firstTarget)
    }

    private var firstTarget: String { target(firstQuery) }

    private func target(_ query: String) -> String { path.rawValue + "?" + query }

    /// Where the walk goes on, or nil at its end. IMS's later list has had three ways to tell: `page_info`, `next`, and
    /// neither: then the last image of a full page is the marker.
    private mutating func followed(_ facts: PageFacts) throws(ImageAPIError) -> NextLink? {
        if let next = facts.next {
            isServerGuided = true
            return try NextLink(next)
        }
        guard path == .cloudimages else { return nil }
        if facts.hasPageInfo { isServerGuided = true }
        if let marker = facts.nextMarker, !marker.isEmpty { return link(marker: marker) }
        // A server may take less for a full page than it was asked for.
        guard !isServerGuided, facts.images > 0, facts.images >= fullPage else { return nil }
        guard let last = facts.lastID else { throw .malformed("the last image of a full page has no id") }
        return link(marker: last)
    }

    private func link(marker: String) -> NextLink {
        let item = QueryItem("marker", marker)
        return NextLink(query: firstQuery + "&" + item.encoded, marker: marker)
    }

    private mutating func ended(_ action: Action) -> Action {
        end = action
        markers = []
        return action
    }

    /// FNV-1a.
    private static func fingerprint(of marker: String) -> UInt64 {
        marker.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
