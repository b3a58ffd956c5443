import HTTPClient
import Testing

@testable import Catalogue
@testable import ImageAPI

/// What one image was read as, interned values as the text they stand for.
struct SeenImage: Equatable {
    var id: String
    var status: ImageStatus
    var visibility: ImageVisibility
    var isForeign = false
    var size: UInt64?
    var created: UInt32?
    var updated: UInt32?
    var built: UInt32?
    /// `__os_version` and `os_version`.
    var versions = ["", ""]
    var upkeep = Upkeep()
    var columns: [ImageKey: String]
    /// `flag=value`, sorted.
    var support: [String]
    /// Values of the kept properties, in their order.
    var properties: [String] = []
}

/// Keeps what a reader shows it.
final class RecordingReceiver: ImageReceiver {
    var images: [SeenImage] = []
    var anomalies: [ImageKey] = []
    let isOverfull = false
    private var values = ["", "true", "false"]

    func intern(_ value: Span<UInt8>) -> InternedValue {
        let text = String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
        if let known = values.firstIndex(of: text) { return InternedValue(id: UInt16(known)) }
        values.append(text)
        return InternedValue(id: UInt16(values.count - 1))
    }

    func noteAnomaly(_ key: ImageKey) { anomalies.append(key) }

    func observe(_ image: borrowing ObservedImage) {
        var columns: [ImageKey: String] = [:]
        for (key, value) in zip(ImageKey.columns, image.columns) where value != .missing { columns[key] = text(value) }
        images.append(
            SeenImage(
                id: image.id.description, status: image.status, visibility: image.visibility,
                isForeign: image.isForeign, size: image.size,
                created: image.created, updated: image.updated, built: image.built,
                versions: [text(image.versions.ims), text(image.versions.stock)], upkeep: image.upkeep,
                columns: columns,
                support: image.support.map { "\(text($0.flag))=\(text($0.value))" }.sorted(),
                properties: image.columns[ImageKey.columns.count...].map(text)))
    }

    private func text(_ value: InternedValue) -> String { values[Int(value.id)] }
}

/// A time after every capture: 2027-01-15T08:00:00Z.
let lateEnough = 1_800_000_000.0

/// Reads one page with a reader of its own.
func read(_ page: String, now: Double = lateEnough) throws(ImageAPIError) -> (RecordingReceiver, PageFacts) {
    try read(Array(page.utf8), now: now)
}

/// Reads one page with a reader of its own.
func read(_ page: [UInt8], now: Double = lateEnough) throws(ImageAPIError) -> (RecordingReceiver, PageFacts) {
    var reader = PageReader()
    let receiver = RecordingReceiver()
    let facts = try reader.read(Body(page), into: receiver, now: now)
    return (receiver, facts)
}

let someID = "00000000-0000-4000-8000-000000000001"

/// A page of one image with a usable id and these further attributes, as JSON.
func pageOfOne(_ attributes: String) -> String {
    #"{"images": [{"id": "\#(someID)""# + (attributes.isEmpty ? "" : ", " + attributes) + "}]}"
}

/// The image of `pageOfOne` as read, and the anomalies it caused.
func readOne(_ attributes: String, now: Double = lateEnough) throws -> (image: SeenImage, anomalies: [ImageKey]) {
    let (receiver, _) = try read(pageOfOne(attributes), now: now)
    return (try #require(receiver.images.first), receiver.anomalies)
}
