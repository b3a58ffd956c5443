import Testing
import YAML

/// Writes a node as a compact text, so that expectations can be read.
func written(_ node: YAMLNode?) -> String {
    guard let node else { return "nothing" }
    switch node.value {
    case .scalar(let text, let isPlain): return isPlain ? text : "'\(text)'"
    case .sequence(let items): return "[" + items.map { written($0) }.joined(separator: ",") + "]"
    case .mapping(let entries):
        return "{" + entries.map { written($0.key) + ":" + written($0.value) }.joined(separator: ",") + "}"
    }
}

func parsed(_ text: String) throws(YAMLError) -> YAMLNode? {
    try YAMLNode.parse(Array(text.utf8), file: "f.yaml")
}

@Suite struct YAMLNodeTests {
    @Test(arguments: [
        ("", "nothing"),
        ("# only a comment\n", "nothing"),
        ("---\n", "nothing"),
        ("~", "nothing"),
        ("a: 1\nb: [x, 'y', \"z\"]", "{a:1,b:[x,'y','z']}"),
        ("a: 007", "{a:007}"),
        ("{\"a\": {\"b\": [true, null]}}", "{'a':{'b':[true,null]}}"),
        ("{\n\t\"a\":1,\n\t\"b\": \"x\\/y\"\n}", "{'a':1,'b':'x/y'}"),
        ("a: !!str yes", "{a:'yes'}"),
        ("a: !!bool yes", "{a:yes}"),
        ("a: |\n  x\n  y\n", "{a:'x\ny\n'}"),
        ("\u{FEFF}a: b", "{a:b}"),
        ("%YAML 1.1\n---\na: b\n...\n", "{a:b}"),
    ])
    func parses(text: String, expected: String) throws {
        #expect(written(try parsed(text)) == expected)
    }

    @Test(arguments: [
        ("a: &x [1, 2]\nb: *x", "{a:[1,2],b:[1,2]}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{a:1,b:2,c:2}"),
        ("a: &x {p: 1}\nb: {<<: *x, q: 2}", "{a:{p:1},b:{q:2,p:1}}"),
        ("a: &x {p: 1}\nb: {q: 2, p: 3, <<: *x}", "{a:{p:1},b:{q:2,p:3}}"),
        ("a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}", "{a:{p:1},b:{p:2,q:2},c:{p:1,q:2}}"),
        ("a: {\"<<\": 1}", "{a:{'<<':1}}"),
    ])
    func resolvesAliasesAndMergeKeys(text: String, expected: String) throws {
        #expect(written(try parsed(text)) == expected)
    }

    @Test func marksEachNodesPlace() throws {
        let node = try #require(try parsed("a:\n  - x\n  - {b: é, c: y}\n"))
        let item = try #require(node["a"]?.items?.last?["c"])
        #expect([item.line, item.column] == [3, 15])
        #expect(item.file == "f.yaml")
    }

    @Test(arguments: [
        ("yes", true), ("No", false), ("on", true), ("OFF", false), ("true", true), ("False", false),
        ("\"true\"", true), ("'False'", false),
    ])
    func readsBooleans(text: String, expected: Bool) throws {
        #expect(try parsed("a: \(text)")?.bool("a") == expected)
    }

    @Test(arguments: ["'yes'", "1", "maybe", "[true]", "{a: b}"])
    func refusesOtherBooleans(text: String) {
        #expect(throws: YAMLError(file: "f.yaml", line: 1, column: 4, message: "a: expected true or false")) {
            try parsed("a: \(text)")?.bool("a")
        }
    }

    @Test func readsTypedValues() throws {
        let node = try #require(try parsed("t: 007\nq: \"~\"\nn: ~\ne:\ni: -12\nl: [x]\nm: {k: v}"))
        #expect(try node.string("t") == "007")
        #expect(try node.string("q") == "~")
        #expect(try node.string("n") == nil)
        #expect(try node.string("e") == nil)
        #expect(try node.string("absent") == nil)
        #expect(try node.integer("i") == -12)
        #expect(try node.list("l")?.count == 1)
        #expect(try node.mapping("m")?.string("k") == "v")
        #expect(try node.mapping("n")?.kind == nil)
    }

    @Test func refusesOtherTypesWithoutQuotingThem() throws {
        let node = try #require(try parsed("t: [s3cret]\ni: 99999999999999999999\nl: s3cret\nm: s3cret"))
        #expect(message { try node.string("t") } == "t: expected text, found a list")
        #expect(message { try node.integer("i") } == "i: expected a whole number")
        #expect(message { try node.list("l") } == "l: expected a list, found text")
        #expect(message { try node.mapping("m") } == "m: expected a mapping, found text")
        #expect(message { try node.expectKeys(["t", "i", "l"]) } == "the key m is not known; allowed are t, i, l")
    }

    private func message<R>(_ body: () throws -> R) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? YAMLError)?.message
        }
    }
}
