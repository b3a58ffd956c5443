import CSimdjson
import Catalogue

/// An image's size: IMS's own attribute first; `size` only where its checksum does not mark it as a placeholder.
enum ImageSize {
    /// Bytes, up to 2^63-1; nil where unknown.
    static func bytes(_ page: borrowing ImagePage, _ numbers: ImageKeyNumbers, _ receiver: any ImageReceiver)
        -> UInt64?
    {
        // Each is looked at, so that an anomaly shows whatever the others say.
        let real = realSize(page, numbers, receiver)
        let isPlaceholder = hasPlaceholderChecksum(page, numbers, receiver)
        let plain = plainSize(page, numbers, receiver)
        return real ?? (isPlaceholder ? nil : plain)
    }

    private static func realSize(
        _ page: borrowing ImagePage, _ numbers: ImageKeyNumbers, _ receiver: any ImageReceiver
    ) -> UInt64? {
        switch page.kind(numbers.imageSize) {
        case .absent, .null: return nil
        case .string:
            if let size = page.withText(numbers.imageSize, { decimal($0) }) { return size }
            if page.withText(numbers.imageSize, { $0.isEmpty }) { return nil }
        case .false, .true, .integer, .unusable: break
        }
        receiver.noteAnomaly(.imageSize)
        return nil
    }

    private static func plainSize(
        _ page: borrowing ImagePage, _ numbers: ImageKeyNumbers, _ receiver: any ImageReceiver
    ) -> UInt64? {
        switch page.kind(numbers.size) {
        case .absent, .null: return nil
        case .integer:
            if let size = UInt64(exactly: page.integer(numbers.size)) { return size }
        case .string, .false, .true, .unusable: break
        }
        receiver.noteAnomaly(.size)
        return nil
    }

    private static func hasPlaceholderChecksum(
        _ page: borrowing ImagePage, _ numbers: ImageKeyNumbers, _ receiver: any ImageReceiver
    ) -> Bool {
        switch page.kind(numbers.checksum) {
        case .absent, .null: return false
        case .string: return page.withText(numbers.checksum) { isPlaceholder($0) }
        case .false, .true, .integer, .unusable:
            receiver.noteAnomaly(.checksum)
            return false
        }
    }

    private static func isPlaceholder(_ checksum: Span<UInt8>) -> Bool {
        // One image in eight goes further.
        guard checksum.count == 32, checksum[0] == UInt8(ascii: "d") || checksum[0] == UInt8(ascii: "9") else {
            return false
        }
        return placeholders.contains { placeholder in
            placeholder.indices.allSatisfy { placeholder[$0] == checksum[$0] }
        }
    }

    /// MD5 of nothing and of `{}`, which IMS stores in the place of an image.
    private static let placeholders = ["d41d8cd98f00b204e9800998ecf8427e", "99914b932bd37a50b983c5e7c90ae93b"]
        .map { Array($0.utf8) }

    /// Digits alone, up to 2^63-1.
    private static func decimal(_ text: Span<UInt8>) -> UInt64? {
        guard !text.isEmpty else { return nil }
        var number: UInt64 = 0
        for index in text.indices {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number <= UInt64(Int64.max) ? number : nil
    }
}
