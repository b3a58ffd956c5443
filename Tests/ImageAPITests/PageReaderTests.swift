import HTTPClient
import Testing

@testable import ImageAPI

/// One reader over many pages.
@Suite struct PageReaderTests {
    private static func page(images: Int, filler: Int) -> Body {
        let image = #"{"id": "\#(someID)", "size": 1, "x": ""# + String(repeating: "x", count: filler) + "\"}"
        return Body(
            Array((#"{"images": ["# + Array(repeating: image, count: images).joined(separator: ",") + "]}").utf8))
    }

    @Test func pagesLargeAndSmallOneAfterTheOther() throws {
        var reader = PageReader()
        for (images, filler) in [(1, 0), (3, 2_000_000), (2, 10), (100, 1000), (0, 0), (5, 1)] {
            let receiver = RecordingReceiver()
            let facts = try reader.read(Self.page(images: images, filler: filler), into: receiver, now: lateEnough)
            #expect(facts.images == images)
            #expect(receiver.images.count == images)
            #expect(receiver.images.allSatisfy { $0.size == 1 && $0.id == someID })
        }
    }

    /// Texts with escapes are not where the page is, and lie one behind the other.
    @Test(arguments: ["", " ", " \n\t\r "]) func textsWithEscapesStayApart(_ blank: String) throws {
        var reader = PageReader()
        for count in [3, 1000, 10, 3000] {
            let images = (0..<count).map { number in
                let fields = [
                    ("id", someID), ("os_distro", #"\u00e9\t\"\ud83d\ude00\\\#(number)"#), ("\\u005f_os_type", "plain"),
                    ("unread", #"\b\f\/\r\n"#), ("__support_\\u006bvm", #"\u0074rue"#),
                ]
                let members = fields.map { #""\#($0)"\#(blank):\#(blank)"\#($1)""# }
                return "{" + blank + members.joined(separator: blank + "," + blank) + blank + "}"
            }
            let page = #"{"images": [\#(images.joined(separator: blank + "," + blank))], "next": "a\/b"}"#
            let receiver = RecordingReceiver()
            let facts = try reader.read(Body(Array(page.utf8)), into: receiver, now: lateEnough)
            #expect(facts.next == "a/b")
            #expect(receiver.images.map { $0.columns[.osDistro] } == (0..<count).map { "é\t\"😀\\\($0)" })
            #expect(receiver.images.allSatisfy { $0.columns[.imsOSType] == "plain" && $0.support == ["kvm=true"] })
        }
    }

    @Test func aBadPageLeavesTheReaderUsable() throws {
        var reader = PageReader()
        for _ in 0..<3 {
            let receiver = RecordingReceiver()
            #expect(throws: ImageAPIError.self) {
                _ = try reader.read(Body(Array(#"{"images": [{"id": "#.utf8)), into: receiver, now: lateEnough)
            }
            reader.releaseBuffers()
            _ = try reader.read(Self.page(images: 2, filler: 0), into: receiver, now: lateEnough)
            #expect(receiver.images.count == 2)
        }
    }

    @Test func nothingOfAnImageStaysForTheNext() throws {
        let full = """
            {"id": "\(someID)", "size": 1, "status": "active", "visibility": "public", "created_at": \
            "2024-02-29T10:00:00Z", "updated_at": "2024-02-29T10:00:00Z", "os_distro": "debian", "protected": true, \
            "__support_kvm": "true"}
            """
        let (receiver, _) = try read(#"{"images": [\#(full), {"id": "\#(someID)"}]}"#)
        #expect(try receiver.images.last == readOne("").image)
        #expect(receiver.images.first?.support == ["kvm=true"])
    }

    @Test func aPageOver64MiBIsTooLarge() throws {
        let limit = 64 << 20
        let head = Array(#"{"images": []}"#.utf8)
        let fitting = head + [UInt8](repeating: UInt8(ascii: " "), count: limit - head.count)
        #expect(try read(fitting).1.images == 0)
        let error = #expect(throws: ImageAPIError.self) { _ = try read(fitting + [UInt8(ascii: " ")]) }
        guard case .transfer(let error) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error.kind == .tooLarge)
    }

    @Test func anImageIsForeignWhereAnotherProjectOwnsIt() throws {
        let owners = [#""p1""#, #""p2""#, #""p""#, #""P1""#, #""""#, "null", "5"].map { #", "owner": \#($0)"# } + [""]
        let images = owners.map { #"{"id": "\#(someID)"\#($0)}"# }.joined(separator: ",")
        let page = Body(Array(#"{"images": [\#(images)]}"#.utf8))
        var reader = PageReader()
        let unscoped = RecordingReceiver()
        _ = try reader.read(page, into: unscoped, now: lateEnough)
        #expect(unscoped.images.allSatisfy { !$0.isForeign })
        reader.belongs(to: "p1")
        let receiver = RecordingReceiver()
        _ = try reader.read(page, into: receiver, now: lateEnough)
        #expect(receiver.images.map(\.isForeign) == [false, true, true, true, false, false, false, false])
        #expect(receiver.anomalies == [.owner])
    }

    @Test func aPageTellsItsLastIDAndPageInfo() throws {
        let one = #"{"id": "A-\u00e9"}"#
        #expect(try read(#"{"images": [{"id": "x"}, \#(one)]}"#).1.lastID == "A-é")
        #expect(try read(#"{"images": [\#(one), {"id": 5}]}"#).1.lastID == nil)
        #expect(try read(#"{"images": []}"#).1 == PageFacts(images: 0))
        let informed = try read(#"{"images": [], "page_info": {"next_marker": "m", "x": 1}}"#).1
        #expect(informed == PageFacts(images: 0, hasPageInfo: true, nextMarker: "m"))
        let last = try read(#"{"images": [], "page_info": {"next_marker": null}}"#).1
        #expect(last == PageFacts(images: 0, hasPageInfo: true))
        #expect(try read(#"{"images": [], "page_info": []}"#).1 == PageFacts(images: 0))
    }
}
