import HTTPClient
import Testing

@testable import ImageAPI

@Suite struct DialectEvidenceTests {
    private func dialect(_ body: String) throws -> Dialect? { try DialectEvidence(Body(Array(body.utf8))).dialect }

    @Test func realAnswersAreTold() throws {
        #expect(try DialectEvidence(Body(Fixture.bytes("ims-list-page.json"))).dialect == .ims)
        #expect(try DialectEvidence(Body(Fixture.bytes("glance-list-page.json"))).dialect == .glance)
    }

    @Test(arguments: [
        (#"{"images": [], "first": "/v2/images?__isregistered=true"}"#, Dialect.ims),
        (#"{"images": [], "first": "/v2/images?limit=1", "next": "/v2/images?__isregistered=true&marker=a"}"#, .ims),
        (#"{"images": [], "page_info": {"next_marker": null}}"#, .ims),
        (#"{"images": [{"id": "a", "__isregistered": "true"}]}"#, .ims),
        (#"{"images": [{"id": "a", "__imagetype": "gold"}], "first": 5, "page_info": null}"#, .ims),
        (#"{"images": [{"id": "a", "__os_type": "Linux"}], "first": "/v2/images?limit=1"}"#, .glance),
        (#"{"images": [{"__imagetype": "gold", "__isregistered": "true", "os_hash_algo": null}]}"#, .glance),
        (#"{"images": [{"__imagetype": "gold", "os_hidden": false}]}"#, .glance),
        (#"{"images": [{}]}"#, .glance),
    ])
    func linksAndAttributesTell(_ body: String, _ expected: Dialect) throws {
        #expect(try dialect(body) == expected)
    }

    @Test(arguments: [#"{"images": []}"#, #"{"images": [], "first": "/v2/images?limit=1"}"#])
    func anEmptyListTellsNothing(_ body: String) throws {
        #expect(try dialect(body) == nil)
    }

    @Test(arguments: ["", "[]", "{}", #"{"images": 5}"#, #"{"images": [5]}"#, "<html>"])
    func whatIsNoListIsMalformed(_ body: String) {
        let error = #expect(throws: ImageAPIError.self) { try dialect(body) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
