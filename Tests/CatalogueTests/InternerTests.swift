import Testing

@testable import Catalogue

@Suite struct InternerTests {
    private func small(values: Int = 65_534, bytes: Int = 4 << 20) -> Interner {
        var limits = CatalogueLimits()
        limits.values = values
        limits.valueBytes = bytes
        return Interner(limits: limits)
    }

    @Test func sameTextSameNumber() {
        var interner = Interner()
        let texts = (0..<3000).flatMap { ["value \($0)", String(repeating: "x", count: $0 % 257) + "\($0)"] }
        let first = texts.map { interner.intern($0) }
        #expect(texts.map { interner.intern($0) } == first)
        #expect(Set(first).count == Set(texts.map { $0.utf8.count > 256 ? String($0.prefix(253)) : $0 }).count)
        for (text, value) in zip(texts, first) where text.utf8.count <= 256 { #expect(interner.text(value) == text) }
    }

    @Test func textsThatDifferInOneByteDiffer() {
        var interner = Interner()
        for length in 1...64 {
            let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            var seen = [interner.intern(plain.span)]
            for place in 0..<length {
                var bytes = plain
                bytes[place] = UInt8(ascii: "b")
                seen.append(interner.intern(bytes.span))
            }
            #expect(Set(seen).count == length + 1)
        }
    }

    @Test func textsWhoseHashesCollideDiffer() {
        // With this key the hash is the exclusive or of all words, whatever their order.
        var interner = Interner(mixer: Mixer(first: 0, second: 0))
        let texts = ["begin---12345678abcdefgh-----end", "begin---abcdefgh12345678-----end"]
        let values = texts.map { interner.intern($0) }
        #expect(values[0] != values[1])
        #expect(values.map { interner.text($0) } == texts)
        #expect(texts.map { interner.intern($0) } == values)
    }

    @Test func emptyAndBooleansHaveFixedNumbers() {
        var interner = Interner()
        #expect(interner.intern("") == .missing)
        #expect(interner.intern("true") == .true)
        #expect(interner.intern("false") == .false)
        #expect(interner.text(.missing) == "")
        #expect(interner.text(.other) == "_other")
    }

    @Test(arguments: [
        (String(repeating: "a", count: 256), String(repeating: "a", count: 256)),
        (String(repeating: "a", count: 257), String(repeating: "a", count: 253) + "…"),
        // 2 bytes a character: the 127th would end at byte 254.
        (String(repeating: "é", count: 129), String(repeating: "é", count: 126) + "…"),
        // 4 bytes a character: the 64th would end at byte 256.
        (String(repeating: "🐧", count: 65), String(repeating: "🐧", count: 63) + "…"),
        ("b" + String(repeating: "é", count: 5000), "b" + String(repeating: "é", count: 126) + "…"),
    ])
    func longValuesAreCutAtACharacter(given: String, kept: String) {
        var interner = Interner()
        let value = interner.intern(given)
        #expect(interner.text(value) == kept)
        #expect(kept.utf8.count <= 256)
        #expect(interner.intern(given) == value)
    }

    @Test func bytesThatAreNoCharactersAreCutToo() {
        var interner = Interner()
        let bytes = [UInt8](repeating: 0x80, count: 300)
        let value = interner.intern(bytes.span)
        #expect(interner.text(value) == "…")
    }

    @Test func holdsAsManyValuesAsItMay() {
        // Two of them are true and false.
        var interner = small(values: 10)
        let held = (0..<8).map { interner.intern("v\($0)") }
        #expect(!held.contains(.other))
        #expect(interner.intern("v8") == .other)
        #expect(interner.intern("v7") == held[7])
    }

    @Test func theGreatestNumberOfValuesIsNotOther() {
        var interner = Interner()
        let all = (0..<65_533).map { interner.intern("\($0)") }
        #expect(all[65_531] == InternedValue(id: 65_534))
        #expect(interner.text(all[65_531]) == "65531")
        #expect(all[65_532] == .other)
    }

    @Test func holdsAsManyBytesAsItMay() {
        // true and false take 9.
        var interner = small(bytes: 29)
        let exact = interner.intern("abcdefghijklmnopqrst")
        #expect(exact != .other)
        #expect(interner.intern("u") == .other)
        var smaller = small(bytes: 28)
        #expect(smaller.intern("abcdefghijklmnopqrst") == .other)
        #expect(smaller.intern("abcdefghijklmnopqrs") != .other)
    }
}
