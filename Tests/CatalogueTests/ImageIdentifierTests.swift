import Testing

@testable import Catalogue

@Suite struct ImageIdentifierTests {
    private static let digits = Set("0123456789abcdefABCDEF".utf8)

    private func read(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return ImageIdentifier(bytes.span)?.description
    }

    @Test(arguments: [
        ("01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"),
        ("FEDCBA98-7654-3210-FEDC-BA9876543210", "fedcba98-7654-3210-fedc-ba9876543210"),
        ("fedcBA9876543210fedcba9876543210", "fedcba98-7654-3210-fedc-ba9876543210"),
        ("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"),
        ("ffffffffffffffffffffffffffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ])
    func readsUUIDs(text: String, description: String) {
        #expect(read(text) == description)
    }

    @Test(arguments: [
        "", "1", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdef0",
        "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0", "01234567089ab-cdef-0123-456789abcdef",
        "01234567-89ab-cdef-0123_456789abcdef", "0123456789abcdef-0123456789abcdef---",
        "{1234567-89ab-cdef-0123-456789abcde}", "0123456789abcdef0123456789abcdeé",
    ])
    func refusesOtherText(text: String) {
        #expect(read(text) == nil)
    }

    @Test func acceptsHexadecimalDigitsAloneAtEveryPlace() {
        for byte in UInt8.min...UInt8.max {
            for place in [0, 7, 8, 15, 16, 23, 24, 31] {
                var bytes = Array("00112233445566778899aabbccddeeff".utf8)
                bytes[place] = byte
                let isDigit = Self.digits.contains(byte)
                #expect((ImageIdentifier(bytes.span) != nil) == isDigit, "\(byte) at \(place)")
            }
        }
    }

    @Test func descriptionIsReadBack() {
        var random = Seeded(state: 7)
        for _ in 0..<1000 {
            let id = ImageIdentifier(high: random.next(), low: random.next())
            let bytes = Array(id.description.utf8)
            #expect(ImageIdentifier(bytes.span) == id)
        }
    }
}
