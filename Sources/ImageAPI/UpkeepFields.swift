import CSimdjson
import Catalogue

/// What the attributes of an image say of its version, the time of its build, its replacement and its imports: a text
/// each, where null and nothing are missing; anything else costs the attribute and is noted.
struct UpkeepFields {
    /// An attribute and its number.
    private struct Field {
        let key: ImageKey
        let number: Int

        init(_ key: ImageKey) {
            self.key = key
            number = ImageKeyNumbers.number(key)
        }
    }

    /// The number of the attribute `name`.
    private let name: Int
    private let imsVersion = Field(.imsOSVersion)
    private let stockVersion = Field(.osVersion)
    private let buildDate = Field(.imageBuildDate)
    private let replaceFrequency = Field(.replaceFrequency)
    private let providedUntil = Field(.providedUntil)
    private let failedImport = Field(.failedImport)
    private let runningImport = Field(.runningImport)
    private let frequencies = Vocabulary(ReplaceFrequency.allCases.filter { $0 != .other }.map { ($0.name, $0) })
    private let undated = Vocabulary([("none", ProvidedUntil.undated), ("notice", .undated)])

    init(name: Int) { self.name = name }

    /// Fills `image` from the page's image at hand; a time of a build after `latest`, in Unix seconds, is an anomaly.
    func read(
        _ page: borrowing ImagePage, into image: inout ObservedImage, of receiver: any ImageReceiver, latest: UInt32
    ) {
        image.versions.ims = value(imsVersion, page, receiver) { receiver.internProperty($0) } ?? .missing
        image.versions.stock = value(stockVersion, page, receiver) { receiver.internProperty($0) } ?? .missing
        image.built = value(buildDate, page, receiver) { text in
            BuildDate.seconds(text).flatMap { $0 <= latest ? $0 : nil }
        }
        image.upkeep.frequency = value(replaceFrequency, page, receiver) { frequencies.meaning(of: $0) ?? .other }
        image.upkeep.until = value(providedUntil, page, receiver) { text in
            undated.meaning(of: text) ?? BuildDate.days(text).map { ProvidedUntil(days: $0) }
        }
        image.upkeep.hasFailedImport = value(failedImport, page, receiver) { Self.hasItem($0) } ?? false
        image.upkeep.hasRunningImport = value(runningImport, page, receiver) { Self.hasItem($0) } ?? false
        // Few images have a frequency, and a name matters only to these.
        if image.upkeep.frequency != nil, page.kind(name) == .string {
            image.upkeep.isSuperseded = page.withText(name) { SupersededName.isOne($0) }
        }
    }

    /// What a text means; nil from `meaning` makes it an anomaly.
    private func value<Meaning>(
        _ field: Field, _ page: borrowing ImagePage, _ receiver: any ImageReceiver,
        meaning: (Span<UInt8>) -> Meaning?
    ) -> Meaning? {
        switch page.kind(field.number) {
        case .absent, .null: return nil
        case .string:
            if page.withText(field.number, { $0.isEmpty }) { return nil }
            if let found = page.withText(field.number, meaning) { return found }
        case .false, .true, .integer, .unusable: break
        }
        receiver.noteAnomaly(field.key)
        return nil
    }

    /// A comma list names something.
    private static func hasItem(_ list: Span<UInt8>) -> Bool {
        for position in list.indices where list[position] > UInt8(ascii: " ") && list[position] != UInt8(ascii: ",") {
            return true
        }
        return false
    }
}
