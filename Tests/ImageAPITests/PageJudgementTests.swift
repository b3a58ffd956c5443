import HTTPClient
import Testing

@testable import ImageAPI

/// Which pages are whole, and what of a page that is not reaches the catalogue: nothing.
@Suite struct PageJudgementTests {
    @Test(arguments: [
        ("", "empty"), ("  \n", "empty"), ("[]", "top level"), ("null", "top level"), ("1e400", "top level"),
        ("{}", "no \"images\""), (#"{"images": null}"#, "not a list"), (#"{"images": {}}"#, "not a list"),
        (#"{"images": 1e400}"#, "not a list"), (#"{"images": [], "images": []}"#, "twice"),
        (#"{"next": null, "images": [], "next": null}"#, "twice"), (#"{"images": [], "next": 1}"#, "neither"),
        (#"{"images": [], "next": ["x"]}"#, "neither"), (#"{"images": [], "next": "\ud800"}"#, "neither"),
        (#"{"images": [{}, 1e400]}"#, "(number 2)"), (#"{"images": "\ud800"}"#, "not a list"),
        (#"{"images": ["\udc00"]}"#, "(number 1)"), (#"{"images": [], "next": 1e400}"#, "neither"),
        (#"{"images": [{}, null]}"#, "not an object (number 2)"), (#"{"images": [{}, {}, []]}"#, "(number 3)"),
        (#"{"images": []} x"#, "not whole JSON"), (#"{"images": []}{}"#, "not whole JSON"),
        (#"{"images": [],}"#, "not whole JSON"), (#"{"images": [{"a": tru}]}"#, ""),
        (#"{"images": [{"a": NaN}]}"#, ""), (#"{"images": [{"a": 01}]}"#, "number"),
        (#"{"images": [{"a": 1.}]}"#, "number"), (#"{"images": [{"a": -}]}"#, "number"),
        (#"{"images": [{"a": 1e}]}"#, "number"), (#"{"images": [{"a": .5}]}"#, ""),
        (#"{"images": [{"a": +1}]}"#, ""), (#"{"images": [{"a": "\x"}]}"#, "escape"),
        (#"{"images": [{"a": "\ud800\x"}]}"#, "escape"), (#"{"images": [{"a": "\u12"}]}"#, "escape"),
        (#"{"images": [{"a": 1e400, "b": 01}]}"#, "number"), (#"{"images": [{"a": 1e400x}]}"#, ""),
        (#"{"images": [{"a": 1e400 1}]}"#, "not whole JSON"), (#"{"images": [{1e400: 1}]}"#, "not whole JSON"),
        (#"{"images": [{"a": -1"\ud800"}]}"#, ""), (#"{"images": [{"a": "x""\ud800"}]}"#, ""),
        (#"{"images": [{"a": "x"1e400}]}"#, ""), (#"{"images": [{"a": 1e5"x", "b": 1e400}]}"#, ""),
        (#"{"images": [{"a": "\ud800" "b": 1}]}"#, "not whole JSON"), ("{\"images\": [{\"a\": \"\u{1}\"}]}", "control"),
        ("\u{FEFF}{\"images\": []}", "not whole JSON"), ("{'images': []}", ""), (#"{"images": []} \#0"#, ""),
    ])
    func malformed(_ page: String, _ reason: String) {
        let receiver = RecordingReceiver()
        var reader = PageReader()
        let error = #expect(throws: ImageAPIError.self) {
            _ = try reader.read(Body(Array(page.utf8)), into: receiver, now: lateEnough)
        }
        guard case .malformed(let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.isEmpty || text.contains(reason))
        #expect(receiver.images.isEmpty)
        #expect(receiver.anomalies.isEmpty)
    }

    @Test(arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3]] as [[UInt8]])
    func invalidUTF8IsMalformed(_ bytes: [UInt8]) {
        let page = Array(#"{"images": [{"name": ""#.utf8) + bytes + Array(#""}]}"#.utf8)
        #expect(throws: ImageAPIError.malformed("it is not UTF-8")) { _ = try read(page) }
    }

    @Test func aPageCutAnywhereIsMalformed() throws {
        let page = Array(
            #"{"images": [{"id": "\#(someID)", "size": 12, "tags": ["é"], "x": -1.5e3}, {"n": null}], "next": null}"#
                .utf8)
        #expect(try read(page).1.images == 2)
        for count in page.indices {
            #expect(throws: ImageAPIError.self, "cut at \(count)") { _ = try read(Array(page[..<count])) }
        }
    }

    /// `levels` within each other in all: the page, the list, the image and lists.
    private static func nested(_ levels: Int, around value: String) -> String {
        let lists = levels - 3
        return pageOfOne(
            #""x": "# + String(repeating: "[", count: lists) + value + String(repeating: "]", count: lists))
    }

    @Test(arguments: ["0", "1e400", #""\udfff""#])
    func depth(_ value: String) throws {
        #expect(try read(Self.nested(63, around: value)).1.images == 1)
        #expect(try read(Self.nested(64, around: value)).1.images == 1)
        #expect(throws: ImageAPIError.malformed("it is nested deeper than 64 levels")) {
            _ = try read(Self.nested(65, around: value))
        }
    }

    @Test(arguments: [
        "1000000000000000000000000000000", "-9223372036854775809", "18446744073709551616", "1e400", "-1E+999",
        #""\ud800""#, #""\udc00x""#, #""\ud800\u0041""#, #""a\"\ud83d""#, #""\uD83D\uD83D\uDE00""#,
    ])
    func whatTheParserRefusesCostsItsAttribute(_ value: String) throws {
        let (image, anomalies) = try readOne(
            #""unread": \#(value), "deep": {"a": [\#(value)]}, "os_distro": \#(value), "size": 5,"#
                + #" "os_type": "😀\ud83d\ude00""#
        )
        #expect(image.size == 5)
        #expect(image.columns == [.osType: "😀😀"])
        #expect(anomalies == [.osDistro])
    }

    @Test func aNameThatTheParserRefusesIsNoAttribute() throws {
        let (image, anomalies) = try readOne(#""__support_\ud800" : "true", "\udc00": 1, "size": 5"#)
        #expect(image.size == 5)
        #expect(image.support.isEmpty)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        #"{"images": []}"#, #"{"next": null, "images": [], "first": 1, "images2": 2}"#, "\n{\"images\":[]}\t\r\n ",
    ])
    func anEmptyPageIsWhole(_ page: String) throws {
        #expect(try read(page).1 == PageFacts(images: 0))
    }

    @Test func keysMayBeEscaped() throws {
        let (receiver, facts) = try read(#"{"\u0069mages": [{"\u0069d": "\#(someID)"}], "n\u0065xt": "a\/b"}"#)
        #expect(receiver.images.map(\.id) == [someID])
        #expect(facts.next == "a/b")
    }
}
