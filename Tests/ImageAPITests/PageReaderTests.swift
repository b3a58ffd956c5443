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
            let facts = try reader.read(Self.page(images: images, filler: filler), to: receiver, now: lateEnough)
            #expect(facts.images == images)
            #expect(receiver.images.count == images)
            #expect(receiver.images.allSatisfy { $0.size == 1 && $0.id == someID })
        }
    }

    @Test func aBadPageLeavesTheReaderUsable() throws {
        var reader = PageReader()
        for _ in 0..<3 {
            let receiver = RecordingReceiver()
            #expect(throws: ImageAPIError.self) {
                _ = try reader.read(Body(Array(#"{"images": [{"id": "#.utf8)), to: receiver, now: lateEnough)
            }
            reader.releaseBuffers()
            _ = try reader.read(Self.page(images: 2, filler: 0), to: receiver, now: lateEnough)
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
}
