import CSimdjson
import Catalogue

/// What each attribute of an image may be, and what becomes of it. Null is missing; a wrong type or value costs that
/// attribute and is noted.
struct ImageFields {
    /// Nil: no image is foreign.
    var ownProject: [UInt8]?

    /// Whether each image's own texts are wanted.
    var readsTexts = false

    let numbers: ImageKeyNumbers
    private let upkeep: UpkeepFields
    private let statuses = Vocabulary(ImageStatus.allCases.filter { $0 != .other }.map { ($0.name, $0) })
    private let visibilities = Vocabulary(ImageVisibility.allCases.filter { $0 != .other }.map { ($0.name, $0) })

    /// What images are read for beside the program's own keys.
    init(_ properties: [KeptProperty]) {
        numbers = ImageKeyNumbers(properties)
        upkeep = UpkeepFields(name: numbers.name)
    }

    /// Fills `image`, which is empty, from the page's image at hand; false where that has no usable id.
    func read(
        _ page: borrowing ImagePage, into image: inout ObservedImage, of receiver: any ImageReceiver, latest: UInt32
    ) -> Bool {
        guard page.kind(numbers.id) == .string, let id = page.withText(numbers.id, { ImageIdentifier($0) }) else {
            receiver.noteAnomaly(.id)
            return false
        }
        image.id = id
        image.isForeign = isForeign(page, receiver)
        if readsTexts {
            image.texts = (text(numbers.name, page), text(numbers.owner, page))
        }
        image.status = word(numbers.status, .status, in: statuses, page, receiver) ?? .other
        image.visibility = word(numbers.visibility, .visibility, in: visibilities, page, receiver) ?? .other
        image.size = ImageSize.bytes(page, numbers, receiver)
        image.created = time(numbers.createdAt, .createdAt, page, receiver, latest: latest)
        image.updated = time(numbers.updatedAt, .updatedAt, page, receiver, latest: latest)
        upkeep.read(page, into: &image, of: receiver, latest: latest)
        var columns = image.columns.mutableSpan
        for index in numbers.columns.indices { columns[index] = column(numbers.columns[index], page, receiver) }
        for index in numbers.properties.indices {
            columns[numbers.columns.count + index] = property(numbers.properties[index], page, receiver)
        }
        SupportFlags.read(page, into: &image.support, of: receiver)
        return true
    }

    /// The id as the server wrote it.
    func idText(_ page: borrowing ImagePage) -> String? {
        guard page.kind(numbers.id) == .string else { return nil }
        return page.withText(numbers.id) { text in
            text.count <= NextLink.maximumLength ? String(decoding: text.indices.map { text[$0] }, as: UTF8.self) : nil
        }
    }

    /// A text as a label's value; empty where there is none.
    private func text(_ number: Int, _ page: borrowing ImagePage) -> String {
        guard page.kind(number) == .string else { return "" }
        return page.withText(number) { LabelText.string($0) }
    }

    /// An image without an owner is nobody else's.
    private func isForeign(_ page: borrowing ImagePage, _ receiver: any ImageReceiver) -> Bool {
        switch page.kind(numbers.owner) {
        case .string:
            guard let ownProject else { return false }
            return page.withText(numbers.owner) { !$0.isEmpty && !Self.isEqual($0, ownProject.span) }
        case .absent, .null: return false
        case .false, .true, .integer, .unusable:
            receiver.noteAnomaly(.owner)
            return false
        }
    }

    private static func isEqual(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for position in one.indices where one[position] != other[position] { return false }
        return true
    }

    /// A word outside the vocabulary is no anomaly: the families show it as `_other`.
    private func word<Meaning>(
        _ number: Int, _ key: ImageKey, in vocabulary: Vocabulary<Meaning>, _ page: borrowing ImagePage,
        _ receiver: any ImageReceiver
    ) -> Meaning? {
        switch page.kind(number) {
        case .string: return page.withText(number) { vocabulary.meaning(of: $0) }
        case .absent, .null: return nil
        case .false, .true, .integer, .unusable:
            receiver.noteAnomaly(key)
            return nil
        }
    }

    private func time(
        _ number: Int, _ key: ImageKey, _ page: borrowing ImagePage, _ receiver: any ImageReceiver, latest: UInt32
    ) -> UInt32? {
        switch page.kind(number) {
        case .absent, .null: return nil
        case .string:
            if let time = page.withText(number, { Timestamp.seconds($0) }), time <= latest { return time }
        case .false, .true, .integer, .unusable: break
        }
        receiver.noteAnomaly(key)
        return nil
    }

    /// A property of any kind that one text stands for.
    private func property(
        _ property: ImageKeyNumbers.Property, _ page: borrowing ImagePage, _ receiver: any ImageReceiver
    ) -> InternedValue {
        switch page.kind(property.number) {
        case .absent, .null: return .missing
        case .true: return .true
        case .false: return property.isPresence ? .true : .false
        case .string:
            return page.withText(property.number) { text in
                if property.isPresence { return text.isEmpty ? .missing : .true }
                return receiver.internProperty(text)
            }
        case .integer:
            let integer = page.integer(property.number)
            // The image API's default for what was never set.
            if property.isPresence { return integer == 0 ? .missing : .true }
            let digits = Array("\(integer)".utf8)
            return receiver.internProperty(digits.span)
        case .unusable:
            if property.isPresence { return .true }
            receiver.noteAnomaly(.property)
            return .missing
        }
    }

    private func column(
        _ column: ImageKeyNumbers.Column, _ page: borrowing ImagePage, _ receiver: any ImageReceiver
    ) -> InternedValue {
        switch page.kind(column.number) {
        case .absent, .null: return .missing
        case .string:
            if !column.isBoolean { return page.withText(column.number) { receiver.intern($0) } }
            if let value = page.withText(column.number, { BooleanText.value(of: $0) }) { return value ? .true : .false }
        case .true where column.isBoolean || column.key == .supportARM: return .true
        case .false where column.isBoolean || column.key == .supportARM: return .false
        case .false, .true, .integer, .unusable: break
        }
        receiver.noteAnomaly(column.key)
        return .missing
    }
}
