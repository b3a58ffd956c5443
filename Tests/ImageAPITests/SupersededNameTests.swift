import Testing

@testable import ImageAPI

@Suite struct SupersededNameTests {
    private func isOne(_ bytes: [UInt8]) -> Bool { SupersededName.isOne(bytes.span) }

    private func isOne(_ name: String) -> Bool { isOne(Array(name.utf8)) }

    @Test(arguments: [
        "Ubuntu 22.04 20240612", "ubuntu-22.04-2024-06-12", "Debian 12 old", "debian-prev", "Debian 12 (OLD)", "old",
        "PREV", "prev_debian", "debian.old.2", "20240612", "2024-06-12", "debian-12-20240612-1778", "debian_20240612",
        "debian 2024-06-12T08:30:00Z", "debian-20240612t0830", "2024-02-29", "x 1970-01-01", "x 21051231",
        "образ old", "a 2024-06-12-b",
    ])
    func renamed(name: String) { #expect(isOne(name)) }

    @Test(arguments: [
        "", " ", "Ubuntu 22.04", "Debian 12", "Gold", "household 7", "older", "preview", "prev1", "1old", "öold",
        "oldé",
        "Golden preview", "v20240612", "120240612", "202406121", "20240612x", "20241312", "20240230", "2023-02-29",
        "2024-06-1", "2024-6-12", "2024-06-123", "2024-06-12x", "12024-06-12", "2024.06.12", "2024 06 12", "2024-0612",
        "202406-12", "19691231", "21060101", "0000-00-00", "2024-06", "20240612é", "ol d", "pre-v",
    ])
    func current(name: String) { #expect(!isOne(name)) }

    /// A cut name, with bytes of half a character.
    @Test func anyBytesMayCome() {
        for byte in UInt8.min...UInt8.max {
            #expect(!isOne([byte]))
            let isWord = byte >= 0x80 || Character(.init(byte)).isLetter || Character(.init(byte)).isNumber
            #expect(isOne([byte] + Array("old".utf8)) == !isWord, "\(byte)")
        }
    }
}
