import Foundation
import HTTPClient
import Testing

@testable import ImageAPI

private let pagesFile = ProcessInfo.processInfo.environment["GLANCE_EXPORTER_MUTATED_PAGES"]
private let verdictsFile = ProcessInfo.processInfo.environment["GLANCE_EXPORTER_VERDICTS"]

/// The decoder's side of `Tests/Fuzz/pages.py`, which makes the pages and judges the verdicts.
@Suite struct MutatedPagesTests {
    /// One line a page: images counted by the page, images handed out, images with a usable id; or `-` and the reason.
    @Test(.enabled(if: pagesFile != nil && verdictsFile != nil)) func verdictOnEachPage() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: #require(pagesFile)))
        var reader = PageReader()
        var page = ImagePage(names: ["id"], prefix: "__support_")
        var lines: [String] = []
        var rest = data[...]
        while rest.count >= 4 {
            let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            let body = Body(Array(rest.dropFirst(4).prefix(count)))
            rest = rest.dropFirst(4 + count)
            lines.append(Self.verdict(on: body, by: &page, &reader))
        }
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: #require(verdictsFile)))
        #expect(rest.isEmpty)
        #expect(!lines.isEmpty)
    }

    private static func verdict(on body: Body, by page: inout ImagePage, _ reader: inout PageReader) -> String {
        do throws(ImageAPIError) {
            defer { page.close() }
            let counted = try page.open(body).images
            var handedOut = 0
            while page.nextImage() { handedOut += 1 }
            let receiver = RecordingReceiver()
            _ = try reader.read(body, into: receiver, now: lateEnough)
            return "\(counted) \(handedOut) \(receiver.images.count)"
        } catch {
            return "- \(error)"
        }
    }
}
