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

    private let path: String
    private let firstQuery: String
    /// Fingerprints of the markers followed; at most one a page.
    private var markers: Set<UInt64> = []
    private var pages = 0
    private var restarts = 0
    private var end: Action?

    /// A walk below `path`, `pageSize` images a page at most.
    package init(walk: Walk, path: ListPath = .images, pageSize: Int = 1000) {
        self.path = path.rawValue
        firstQuery = ([QueryItem("limit", "\(pageSize)")] + walk.query).map(\.encoded).joined(separator: "&")
    }

    /// The walk begins.
    package mutating func began() -> Action { end ?? .fetch(target: firstTarget) }

    /// A page was read whole.
    package mutating func pageArrived(_ facts: PageFacts) -> Action {
        if let end { return end }
        pages += 1
        guard let next = facts.next else { return ended(.finished) }
        do throws(ImageAPIError) {
            let link = try NextLink(next)
            guard markers.insert(Self.fingerprint(of: link.marker)).inserted else {
                return ended(.fail(.loop("page \(pages) leads back to a page read before")))
            }
            guard pages < Self.maximumPages else {
                return ended(.fail(.loop("the walk has more than \(Self.maximumPages) pages")))
            }
            return .fetch(target: path + "?" + link.query)
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
        return .restart(target: firstTarget)
    }

    private var firstTarget: String { path + "?" + firstQuery }

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
