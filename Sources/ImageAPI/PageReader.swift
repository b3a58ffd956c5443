import Catalogue
import HTTPClient

/// Reads pages of images into a catalogue; one is reused from page to page, by one cloud at a time.
package struct PageReader: ~Copyable {
    /// Seconds that a server's clock may be ahead of ours.
    package static let maximumClockSkew = 300.0

    private var page: ImagePage
    private var image: ObservedImage
    private var fields: ImageFields

    /// A reader without buffers, of these properties too; the first page allocates them.
    package init(properties: [KeptProperty] = []) {
        fields = ImageFields(properties)
        image = ObservedImage(properties: properties.count)
        page = ImagePage(names: fields.numbers.names, prefix: ImageKeyNumbers.supportPrefix)
    }

    /// The project whose images are not foreign: the token's; nil where there is none, and no image is foreign then.
    package mutating func belongs(to project: String?) { fields.ownProject = project.map { Array($0.utf8) } }

    /// Whether each image's name and owner are read too.
    package mutating func readsTexts(_ isWanted: Bool) { fields.readsTexts = isWanted }

    /// Judges the whole page, then shows `receiver` each image with a usable id and each attribute that was skipped.
    /// `now` is in Unix seconds. Throws before the first image is shown, or not at all.
    package mutating func read(
        _ body: Body, into receiver: any ImageReceiver, now: Double
    ) throws(ImageAPIError) -> PageFacts {
        defer { page.close() }
        var facts = try page.open(body)
        let latest = Self.latest(now: now)
        var last = 0
        while page.nextImage() {
            last += 1
            if last == facts.images { facts.lastID = fields.idText(page) }
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
