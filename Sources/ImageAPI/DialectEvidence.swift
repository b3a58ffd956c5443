import HTTPClient

/// What an answer with one image tells of the family of its server.
package struct DialectEvidence: Sendable, Equatable {
    /// IMS injects this parameter into its links, and sets the attribute on every image.
    private static let mark = "__isregistered"
    /// Attributes that IMS sets, and behind them those that stock Glance sets.
    private static let names = [mark, "__imagetype", "os_hidden", "os_hash_algo"]

    /// The dialect that the answer speaks; nil where it shows no image to judge by.
    package let dialect: Dialect?

    /// The request whose answer is evidence.
    package static func target(path: ListPath) -> String { path.rawValue + "?limit=1" }

    /// Judges the body of a listing; throws as a page of images does.
    package init(_ body: Body) throws(ImageAPIError) {
        var page = ImagePage(names: Self.names, prefix: ImageKeyNumbers.supportPrefix)
        let facts = try page.open(body)
        let links = [facts.first, facts.next].compactMap { $0 }
        if links.contains(where: { $0.contains(Self.mark) }) || facts.hasPageInfo {
            dialect = .ims
        } else if page.nextImage() {
            let isSet = Self.names.indices.map { page.kind($0) != .absent }
            // An image copied from IMS keeps IMS's attributes on stock Glance, which adds its own.
            dialect = (isSet[0] || isSet[1]) && !(isSet[2] || isSet[3]) ? .ims : .glance
        } else {
            dialect = nil
        }
    }
}
