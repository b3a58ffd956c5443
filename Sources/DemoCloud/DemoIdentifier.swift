/// Images' ids: UUIDs that hold the image's number.
enum DemoIdentifier {
    private static let prefix = "de300000-0000-4000-8000-0000"

    static func text(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return prefix + String(repeating: "0", count: 8 - digits.count) + digits
    }

    static func number(_ text: String) -> UInt32? {
        guard text.utf8.count == 36, text.hasPrefix(prefix) else { return nil }
        return UInt32(text.dropFirst(prefix.count), radix: 16)
    }

    static func project(_ number: Int) -> String { "00000000000000000000000000000d0\(number)" }
}
