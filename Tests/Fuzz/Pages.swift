import HTTPClient

@testable import Catalogue
@testable import ImageAPI

/// Pages of images: judged whole and the same, whatever was read before and whatever blanks stand around.
enum Pages {
    static func run(_ input: [UInt8]) {
        var reader = reader()
        let first = outcome(input, by: &reader)
        demand(outcome(input, by: &reader) == first, "a second reading finds the same")
        _ = outcome(Array(#"{"images": [{"id": "00000000-0000-4000-8000-000000000001", "size": "#.utf8), by: &reader)
        let padded = outcome(Array(" \n".utf8) + input + Array("\t\r".utf8), by: &reader)
        demand(padded == first || input.isEmpty, "blanks change nothing")
        if first.facts == nil { demand(first.seen.isEmpty, "a page that is refused shows nothing") }
        counts(input, first)
    }

    private struct Outcome: Equatable {
        var facts: PageFacts?
        var error: ImageAPIError?
        var seen: [String]
    }

    private static func reader() -> PageReader {
        var reader = PageReader(properties: [KeptProperty("os_purpose"), KeptProperty("name", isPresence: true)])
        reader.belongs(to: "p1")
        reader.readsTexts(true)
        return reader
    }

    private static func outcome(_ input: [UInt8], by reader: inout PageReader) -> Outcome {
        let witness = Witness()
        do throws(ImageAPIError) {
            let facts = try reader.read(Body(input), into: witness, now: 1_800_000_000)
            return Outcome(facts: facts, seen: witness.seen)
        } catch {
            return Outcome(error: error, seen: witness.seen)
        }
    }

    /// The decoder by itself: as many images as the page says it has.
    private static func counts(_ input: [UInt8], _ outcome: Outcome) {
        var page = ImagePage(names: ["id"], prefix: "__support_")
        let facts = try? page.open(Body(input))
        demand((facts == nil) == (outcome.facts == nil), "the page is sound with fewer names as well")
        var images = 0
        while page.nextImage() { images += 1 }
        demand(images == facts?.images ?? 0, "\(images) of \(facts?.images ?? 0) images are handed out")
        let usable = outcome.seen.count { $0.hasPrefix("image ") }
        demand(usable <= images, "\(usable) of \(images) images have an id")
    }
}

/// Writes down what it is shown.
private final class Witness: ImageReceiver {
    private(set) var seen: [String] = []
    let isOverfull = false
    private var values = Interner()

    func intern(_ value: Span<UInt8>) -> InternedValue { values.intern(value) }

    func noteAnomaly(_ key: ImageKey) { seen.append("anomaly \(key)") }

    func observe(_ image: borrowing ObservedImage) {
        let labels = image.columns.map { "\($0.id)" } + image.support.map { "\($0.flag.id)=\($0.value.id)" }
        let numbers = [image.size, image.created.map(UInt64.init), image.updated.map(UInt64.init)]
        seen.append("image \(image.id) \(image.status) \(image.visibility) \(image.isForeign) \(numbers) \(labels)")
    }
}
