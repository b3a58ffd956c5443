import Catalogue
import Testing

@testable import ImageAPI

@Suite struct QuotaAnswerTests {
    private func quotas(_ body: String, _ dialect: Dialect) throws -> [Quota] {
        try QuotaAnswer(Array(body.utf8), of: dialect).quotas
    }

    /// The documented answer of IMS.
    @Test func imsTellsByResource() throws {
        #expect(
            try QuotaAnswer(Fixture.bytes("ims-quota.json"), of: .ims).quotas == [
                Quota("image", .images, used: 18, limit: 20), Quota("image_member", .images, used: 0, limit: 256),
                Quota("image_shared", .images, used: 3, limit: 50),
            ])
    }

    @Test func glanceTellsCountsAndMebibytes() throws {
        let usage = { (usage: String, limit: String) in #"{"usage":\#(usage),"limit":\#(limit)}"# }
        let body = """
            {"usage":{"image_size_total":\(usage("3", "-1")),"image_stage_total":\(usage("1", "10")),
            "image_count_total":\(usage("7", "100")),"image_count_uploading":\(usage("0", "-1")),
            "something_new":\(usage("1", "1"))}}
            """
        #expect(
            try quotas(body, .glance) == [
                Quota("image_count_total", .images, used: 7, limit: 100),
                Quota("image_count_uploading", .images, used: 0, limit: nil),
                Quota("image_size_total", .bytes, used: 3 << 20, limit: nil),
                Quota("image_stage_total", .bytes, used: 1 << 20, limit: 10 << 20),
            ])
    }

    /// Real Glance without unified limits.
    @Test func aCloudWithoutQuotasTellsOfNone() throws {
        #expect(try quotas(#"{"usage": {}}"#, .glance).isEmpty)
        #expect(try quotas(#"{"quotas": {"resources": []}}"#, .ims).isEmpty)
    }

    @Test(arguments: [
        #"{"usage":"3","limit":1}"#, #"{"usage":3}"#, "null", "5", "[]", #"{"usage":1.5,"limit":1}"#,
        #"{"usage":9223372036854775807,"limit":1}"#, #"{"usage":1,"limit":9223372036854775807}"#,
    ])
    func aKindThatCannotBeReadIsPassedOver(value: String) throws {
        let body = #"{"usage":{"image_size_total":\#(value),"image_stage_total":{"usage":1,"limit":1}}}"#
        #expect(try quotas(body, .glance).map(\.kind) == ["image_stage_total"])
    }

    @Test(arguments: ["", "{}", "[]", #"{"usage":[]}"#, "<html>"], Dialect.allCases)
    func whatTellsOfNothingIsMalformed(body: String, dialect: Dialect) {
        #expect(throws: ImageAPIError.malformed("it does not tell of quotas")) { try quotas(body, dialect) }
    }

    @Test func theirNumberIsBounded() throws {
        let resources = (10..<50).map { #"{"type":"k\#($0)","used":1,"quota":2}"# }
        let body = #"{"quotas":{"resources":[\#(resources.joined(separator: ","))]}}"#
        #expect(try quotas(body, .ims).count == 32)
    }
}
