import CSimdjson
import Foundation
import HTTPClient
import Testing

@testable import ImageAPI

private let pagesFile = ProcessInfo.processInfo.environment["GLANCE_EXPORTER_MUTATED_PAGES"]
private let verdictsFile = ProcessInfo.processInfo.environment["GLANCE_EXPORTER_VERDICTS"]

/// The decoder's side of `Tests/Fuzz/pages.py`, which makes the pages and judges the verdicts.
@Suite struct MutatedPagesTests {
    /// As in the script.
    private static let names = ["id", "status", "size", "os_distro", "protected"]

    /// One line a page: the number of images and each one's attributes and flags; or `-` and the reason.
    @Test(.enabled(if: pagesFile != nil && verdictsFile != nil)) func verdictOnEachPage() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: #require(pagesFile)))
        var reader = PageReader()
        var page = ImagePage(names: Self.names, prefix: "__support_")
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
            var words = ["\(try page.open(body).images)"]
            while page.nextImage() { words.append((named(page) + flags(page)).joined(separator: ";")) }
            // The whole reader takes what the decoder takes.
            _ = try reader.read(body, into: RecordingReceiver(), now: lateEnough)
            return words.joined(separator: " ")
        } catch {
            return "- \(error)"
        }
    }

    private static func named(_ page: borrowing ImagePage) -> [String] {
        names.indices.map { name in
            page.withText(name) { word(page.kind(name), $0, integer: "\(page.integer(name))") }
        }
    }

    /// Numbers by their kind alone, as nothing more is handed out of them.
    private static func flags(_ page: borrowing ImagePage) -> [String] {
        var found: [String] = []
        page.forEachFlag { flag, _, kind, text in
            found.append(hexadecimal(flag) + ":" + word(kind, text, integer: "integer"))
        }
        return found
    }

    private static func word(_ kind: ImageValueKind, _ text: Span<UInt8>, integer: String) -> String {
        switch kind {
        case .absent: ""
        case .null: "null"
        case .false: "false"
        case .true: "true"
        case .integer: integer
        case .string: "=" + hexadecimal(text)
        case .unusable: "?"
        }
    }

    private static func hexadecimal(_ text: Span<UInt8>) -> String {
        text.indices.map { (text[$0] < 16 ? "0" : "") + String(text[$0], radix: 16) }.joined()
    }
}
