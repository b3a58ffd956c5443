import Glibc
import HTTPClient

@testable import Catalogue
@testable import ImageAPI

/// What the image API sends.
extension FuzzTarget {
    /// A time that is read is what the system's calendar writes so, but for its fraction.
    static let timestamp = FuzzTarget(name: "timestamp") { input in
        guard let seconds = Timestamp.seconds(input.span) else { return }
        var (time, parts, text) = (time_t(seconds), unsafe tm(), [CChar](repeating: 0, count: 20))
        let count = unsafe strftime(&text, 20, "%Y-%m-%dT%H:%M:%S", unsafe gmtime_r(&time, &parts))
        precondition(text.prefix(count).map(UInt8.init).elementsEqual(input.prefix(19)), "another time was read")
    }

    /// A link that is followed is a query of one marker and of what may be sent, and is itself when read again.
    static let nextLink = FuzzTarget(name: "next") { input in
        guard let link = try? NextLink(String(decoding: input, as: UTF8.self)) else { return }
        precondition(link.query.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, "cannot be sent")
        precondition(!link.marker.isEmpty && !link.marker.contains("&"), "no marker")
        precondition((try? NextLink("?" + link.query)) == link, "it changes")
    }

    /// A page gives a reader that has read one what it gives a new one, and as many images as it says.
    static let page = FuzzTarget(name: "page") { input in
        let body = Body(input)
        let (fresh, used) = (Listing(), Listing())
        var reader = PageReader(properties: ["os_version", "hw_disk_bus"].map { KeptProperty($0) })
        let outcome = read(body, by: &reader, into: fresh)
        let again = read(body, by: &reader, into: used)
        precondition(outcome == again && fresh.lines == used.lines, "the reader remembers")
        if case .success(let facts) = outcome {
            precondition(fresh.images <= facts.images, "more images than there are")
        } else {
            precondition(fresh.lines.isEmpty, "half a page was shown")
        }
    }

    private static func read(
        _ body: Body, by reader: inout PageReader, into listing: Listing
    ) -> Result<PageFacts, ImageAPIError> {
        Result { () throws(ImageAPIError) in try reader.read(body, into: listing, now: 2_000_000_000) }
    }
}

/// A line for each image and anomaly.
private final class Listing: ImageReceiver {
    private(set) var lines: [String] = []
    private(set) var images = 0
    private var values: [[UInt8]: UInt16] = [:]
    let isOverfull = false

    func intern(_ value: Span<UInt8>) -> InternedValue {
        let bytes = value.indices.map { value[$0] }
        let id = values[bytes] ?? UInt16(values.count + 3)
        values[bytes] = id
        return InternedValue(id: id)
    }

    func internProperty(_ value: Span<UInt8>) -> InternedValue { intern(value) }

    func noteAnomaly(_ key: ImageKey) { lines.append("\(key)") }

    func observe(_ image: borrowing ObservedImage) {
        images += 1
        let updated = image.updated.map { "\($0)" } ?? "-"
        lines.append("\(image.id) \(image.status) \(image.visibility) \(updated) \(image.columns)")
    }
}
