import FoundationEssentials

/// What an answer with one image tells of the family of its server.
package struct DialectEvidence: Sendable, Equatable {
    /// IMS injects this parameter into its links, and sets the attribute on every image.
    static let mark = "__isregistered"

    /// The dialect that the answer speaks; nil where it shows no image to judge by.
    package let dialect: Dialect?

    /// The request whose answer is evidence.
    package static func target(path: ListPath) -> String { path.rawValue + "?limit=1" }

    /// Judges the body of a listing; throws `.malformed` for one that is none.
    package init(_ body: [UInt8]) throws(ImageAPIError) {
        guard let listing = try? JSONDecoder().decode(Listing.self, from: Data(body)) else {
            throw .malformed("it is not a list of images")
        }
        let links = [listing.first?.text, listing.next?.text].compactMap { $0 }
        if links.contains(where: { $0.contains(Self.mark) }) || listing.pageInfo?.isObject == true {
            dialect = .ims
        } else if let image = listing.images.first {
            // An image copied from IMS keeps IMS's attributes on stock Glance, which adds its own.
            let isIMS = !image.names.isDisjoint(with: [Self.mark, "__imagetype"])
            let isGlance = !image.names.isDisjoint(with: ["os_hidden", "os_hash_algo"])
            dialect = isIMS && !isGlance ? .ims : .glance
        } else {
            dialect = nil
        }
    }

    private struct Listing: Decodable {
        var images: [Names]
        var first: Loose?
        var next: Loose?
        var pageInfo: Loose?

        enum CodingKeys: String, CodingKey {
            case images, first, next
            case pageInfo = "page_info"
        }
    }

    /// Text, or whatever else may stand there.
    private struct Loose: Decodable {
        var text: String?
        var isObject: Bool

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
            isObject = (try? decoder.container(keyedBy: Name.self)) != nil
        }
    }

    /// The names of an object's attributes.
    private struct Names: Decodable {
        var names: Set<String>

        init(from decoder: any Decoder) throws {
            names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
        }
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
