import Testing
import YAML

@Suite struct YAMLErrorTests {
    private func failure(_ text: String) -> String? { failure(Array(text.utf8)) }

    private func failure(_ text: [UInt8]) -> String? {
        do throws(YAMLError) {
            _ = try YAMLNode.parse(text, file: "f.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key a stands twice, first on line 1"),
        ("a: {1: x, '1': y}", "f.yaml:1:11: the key 1 stands twice, first on line 1"),
        ("a: &x {}\nb:\n  <<: *x\n  <<: *x", "f.yaml:4:3: the key << stands twice, first on line 3"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document; expected one"),
        (
            "password: *s3cret",
            "f.yaml:1:11: an alias (*) to an anchor (&) that does not stand before it; "
                + "a text that begins with * needs quotes"
        ),
        (
            "a: &x [*x]",
            "f.yaml:1:8: an alias (*) to an anchor (&) that does not stand before it; "
                + "a text that begins with * needs quotes"
        ),
        (
            "a: &x 1\nb: &x [*x]",
            "f.yaml:2:8: an alias (*) to an anchor (&) that does not stand before it; "
                + "a text that begins with * needs quotes"
        ),
        ("password: !s3cret", "f.yaml:1:11: a tag (!) that is not supported; a text that begins with ! needs quotes"),
        ("a: !!binary czNjcmV0", "f.yaml:1:4: a tag (!) that is not supported; a text that begins with ! needs quotes"),
        ("a: !!set {b}", "f.yaml:1:4: a tag (!) that is not supported; a text that begins with ! needs quotes"),
        ("{[a]: b}", "f.yaml:1:2: a key that is a list; expected text"),
        ("a: {<<: s3cret}", "f.yaml:1:9: the key << takes a mapping or a list of mappings, found text"),
        ("a: [1", "f.yaml:2:1: not valid YAML: did not find expected ',' or ']'"),
        ("a: s3cret: b", "f.yaml:1:10: not valid YAML: mapping values are not allowed in this context"),
        ("a: %s3cret", "f.yaml:1:4: not valid YAML: found character that cannot start any token"),
        ("a: 's3cret", "f.yaml:1:11: not valid YAML: found unexpected end of stream"),
    ])
    func namesThePlaceAndQuotesNoValue(text: String, expected: String) {
        #expect(failure(text) == expected)
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(failure([0x61, 0x0A, 0x62, 0xFF]) == "f.yaml:2:2: not valid YAML: invalid leading UTF-8 octet")
        #expect(failure([0x61, 0x0A, 0x62, 0x00]) == "f.yaml:2:2: not valid YAML: control characters are not allowed")
    }

    @Test func cutsALongKey() {
        let key = String(repeating: "k", count: 100)
        #expect(
            failure("\(key): 1\n\(key): 2")
                == "f.yaml:2:1: the key \(String(repeating: "k", count: 64))… stands twice, first on line 1")
        #expect(failure("\"a\\nb\": 1\n\"a\\nb\": 2") == "f.yaml:2:1: the key a?b stands twice, first on line 1")
    }

    @Test func boundsTheLength() {
        #expect(failure("a: b\n#" + String(repeating: "x", count: YAMLLimits.bytes - 6)) == nil)
        #expect(
            failure("a: b\n#" + String(repeating: "x", count: YAMLLimits.bytes - 5))
                == "f.yaml:1:1: longer than 1048576 bytes")
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test func boundsTheDepth() {
        let refused = "more than 64 lists and mappings within each other"
        #expect(failure(nested(64)) == nil)
        #expect(failure(nested(65)) == "f.yaml:1:65: \(refused)")
        #expect(failure("{a: &x \(nested(62)), b: [*x]}") == nil)
        #expect(failure("{a: &x \(nested(63)), b: [*x]}") == "f.yaml:1:140: \(refused)")
        #expect(failure(String(repeating: "[", count: 1 << 20)) == "f.yaml:1:65: \(refused)")
        #expect(failure(String(repeating: "{a: ", count: 1 << 18)) == "f.yaml:1:257: \(refused)")
    }

    @Test func boundsTheNodes() {
        let refused = "more than 100000 values, aliases counted as what they stand for"
        let list = { "[" + String(repeating: "1,", count: $0) + "]" }
        #expect(failure(list(99_999)) == nil)
        #expect(failure(list(100_000)) == "f.yaml:1:200000: \(refused)")
        // A mapping, two keys and the list twice: 3 + 2 x 49,998 = 99,999.
        #expect(failure("{a: &x \(list(49_997)), b: *x}") == nil)
        #expect(failure("{a: &x \(list(49_998)), b: *x}") == "f.yaml:1:100011: \(refused)")
    }

    @Test func aLaughOfABillionAliasesIsRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = String(repeating: "*a\(level - 1), ", count: 10)
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(failure(text)?.hasSuffix("more than 100000 values, aliases counted as what they stand for") == true)
    }
}
