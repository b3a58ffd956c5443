import Catalogue
import Testing

@testable import ImageAPI

@Suite struct OldestImagesTests {
    private func image(_ number: Int, status: String = "saving", updated: String) -> String {
        let id = "00000000-0000-4000-8000-0000000000" + (number < 10 ? "0" : "") + "\(number)"
        return #"{"id":"\#(id)","status":"\#(status)","updated_at":\#(updated)}"#
    }

    private func read(_ images: [String]) throws -> OldestImages {
        var oldest = OldestImages(.saving)
        try oldest.add(Array(#"{"images":[\#(images.joined(separator: ","))]}"#.utf8))
        return oldest
    }

    @Test func twentyAreNamedTheOldestFirst() throws {
        let images = (0..<30).map { image($0, updated: "\"2026-01-\($0 < 20 ? "1" : "2")\($0 % 10)T00:00:00Z\"") }
        let entries = try read(images.reversed()).entries
        #expect(entries.count == 20)
        #expect(entries.first?.updatedAt == "2026-01-10T00:00:00Z")
        #expect(entries.map(\.updatedAt) == entries.map(\.updatedAt).sorted())
        #expect(entries.allSatisfy { $0.updatedAt < "2026-01-20" })
    }

    @Test func nothingOddReachesATerminal() throws {
        let odd = [
            image(1, updated: #""\u001b[2J""#), image(2, status: "active", updated: "null"), "{}",
            #"{"id":"\u001b[2J","status":"saving"}"#, #"{"id":5,"status":"saving"}"#,
        ]
        let entries = try read(odd).entries
        #expect(entries.map(\.id) == ["00000000-0000-4000-8000-000000000001"])
        #expect(entries.map(\.updatedAt) == [""])
    }

    @Test(arguments: ["", "{}", "[]", #"{"images":{}}"#])
    func whatIsNoListIsMalformed(body: String) {
        var oldest = OldestImages(.queued)
        #expect(throws: ImageAPIError.malformed("it is not a list of images")) { try oldest.add(Array(body.utf8)) }
    }

    @Test func eachDialectIsAskedInItsWords() {
        let glance = OldestImages(.pendingDelete).targets(.glance, path: .images, project: "p")
        let query = "/v2/images?limit=20&status=pending_delete&visibility=all&os_hidden="
        #expect(glance == ["false", "true"].map { query + $0 + "&sort=updated_at%3Aasc%2Cid%3Aasc" })
        let ims = OldestImages(.queued).targets(.ims, path: .cloudimages, project: "p")
        #expect(ims == ["/v2/cloudimages?limit=20&status=queued&owner=p&sort_key=created_at&sort_dir=asc"])
    }
}
