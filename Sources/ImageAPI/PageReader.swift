import Catalogue
import HTTPClient

/// Reads pages of images into a catalogue; one is reused from page to page, by one cloud at a time.
package struct PageReader: ~Copyable {
    /// Seconds that a server's clock may be ahead of ours.
    package static let maximumClockSkew = 300.0

    private var page: ImagePage
    private var image = ObservedImage()
    private let fields: ImageFields

    /// A reader without buffers; the first page allocates them.
    package init() {
        page = ImagePage(names: ImageKeyNumbers.keys.map(\.rawValue), prefix: ImageKeyNumbers.supportPrefix)
        fields = ImageFields()
    }

    /// Judges the whole page, then shows `catalogue` each image with a usable id and each attribute that was skipped.
    /// `now` is in Unix seconds. Throws before the first image is shown, or not at all.
    package mutating func read(
        _ body: Body, into catalogue: Catalogue, now: Double
    ) throws(ImageAPIError) -> PageFacts {
        try read(body, to: catalogue, now: now)
    }

    mutating func read(_ body: Body, to receiver: some ImageReceiver, now: Double) throws(ImageAPIError) -> PageFacts {
        defer { page.close() }
        let facts = try page.open(body)
        let latest = Self.latest(now: now)
        while page.nextImage() {
            image.reset()
            if fields.read(page, into: &image, of: receiver, latest: latest) { receiver.observe(image) }
        }
        return facts
    }

    /// Gives the buffers back, some MiB; to be called when a poll has ended, where many clouds have a reader each.
    package mutating func releaseBuffers() { page.releaseBuffers() }

    private static func latest(now: Double) -> UInt32 {
        let latest = now + maximumClockSkew
        guard latest.isFinite, latest < Double(UInt32.max) else { return .max }
        return latest > 0 ? UInt32(latest) : 0
    }
}
