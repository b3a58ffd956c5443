import CSimdjson
import Catalogue

/// What each attribute of an image may be, and what becomes of it. Null is missing; a wrong type or value costs that
/// attribute and is noted.
struct ImageFields {
    private let numbers = ImageKeyNumbers()
    private let statuses = Vocabulary(ImageStatus.allCases.filter { $0 != .other }.map { ($0.name, $0) })
    private let visibilities = Vocabulary(ImageVisibility.allCases.filter { $0 != .other }.map { ($0.name, $0) })

    /// Fills `image`, which is empty, from the page's image at hand; false where that has no usable id.
    func read(
        _ page: borrowing ImagePage, into image: inout ObservedImage, of receiver: some ImageReceiver, latest: UInt32
    ) -> Bool {
        guard page.kind(numbers.id) == .string, let id = page.withText(numbers.id, { ImageIdentifier($0) }) else {
            receiver.noteAnomaly(.id)
            return false
        }
        image.id = id
        image.status = word(numbers.status, .status, in: statuses, page, receiver) ?? .other
        image.visibility = word(numbers.visibility, .visibility, in: visibilities, page, receiver) ?? .other
        image.size = ImageSize.bytes(page, numbers, receiver)
        image.created = time(numbers.createdAt, .createdAt, page, receiver, latest: latest)
        image.updated = time(numbers.updatedAt, .updatedAt, page, receiver, latest: latest)
        for index in numbers.columns.indices {
            image.columns[index] = column(numbers.columns[index], page, receiver)
        }
        SupportFlags.read(page, into: &image.support, of: receiver)
        return true
    }

    /// A word outside the vocabulary is no anomaly: the families show it as `_other`.
    private func word<Meaning>(
        _ number: Int, _ key: ImageKey, in vocabulary: Vocabulary<Meaning>, _ page: borrowing ImagePage,
        _ receiver: some ImageReceiver
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
        _ number: Int, _ key: ImageKey, _ page: borrowing ImagePage, _ receiver: some ImageReceiver, latest: UInt32
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

    private func column(
        _ column: ImageKeyNumbers.Column, _ page: borrowing ImagePage, _ receiver: some ImageReceiver
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
