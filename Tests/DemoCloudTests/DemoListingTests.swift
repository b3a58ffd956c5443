import Foundation
import Testing

@testable import DemoCloud

@Suite struct DemoListingTests {
    private func ids(_ pages: [[[String: Any]]]) -> [String] { pages.joined().compactMap { $0["id"] as? String } }

    @Test(arguments: ["&sort=created_at:asc,id:asc", "&sort_key=id&sort_dir=asc", "", "&sort=created_at%3Adesc"])
    func theWalksGiveEachImageOnce(sort: String) throws {
        var asking = try Asking(images: 2345)
        let expected = asking.services.catalogue.all.map {
            String(decoding: DemoIdentifier(seed: 1).image($0.number), as: UTF8.self)
        }
        var found: [String] = []
        for hidden in ["false", "true"] {
            let pages = try asking.pages("/v2/images?limit=1000&visibility=all&os_hidden=\(hidden)\(sort)")
            #expect(pages.dropLast().allSatisfy { $0.count == 1000 })
            let part = ids(pages)
            #expect(part == (sort.contains("asc") ? part.sorted() : part.sorted().reversed()))
            found += part
        }
        #expect(found.count == expected.count)
        #expect(found.sorted() == expected.sorted())
    }

    @Test func theDefaultPageHas25AndAGreaterLimitIsClamped() throws {
        var asking = try Asking(images: 1500)
        #expect(try asking.images("/v2/images").count == 25)
        #expect(try asking.images("/v2/images?limit=1000").count == 1000)
        #expect(try asking.images("/v2/images?limit=1001").count == 1000)
        #expect(try asking.images("/v2/images?limit=1").count == 1)
    }

    /// As Debian's Glance answers it.
    @Test func aLimitOf0IsAnEmptyPageWithoutANext() throws {
        var asking = try Asking()
        let answer = asking.get("/v2/images?limit=0")
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"{"images":[],"first":"/v2/images?limit=0","schema":"/v2/schemas/images"}"#)
    }

    @Test func theNextLinkLacksThePrefixAndRepeatsTheQuery() throws {
        var asking = try Asking()
        let page = try asking.object("/v2/images?limit=2&sort_key=created_at&sort_dir=asc&name=")
        #expect(page["next"] == nil)
        let full = try asking.object("/v2/images?limit=2&visibility=all&sort=created_at:asc")
        let images = try #require(full["images"] as? [[String: Any]])
        let last = try #require(ids([images]).last)
        #expect(full["next"] as? String == "/v2/images?limit=2&visibility=all&sort=created_at%3Aasc&marker=\(last)")
        #expect(full["first"] as? String == "/v2/images?limit=2&visibility=all&sort=created_at%3Aasc")
        #expect(full["schema"] as? String == "/v2/schemas/images")
    }

    @Test func aFullLastPageIsFollowedByAnEmptyOne() throws {
        var asking = try Asking(images: 20)
        let all = ids(try asking.pages("/v2/images?visibility=all&limit=1000"))
        let pages = try asking.pages("/v2/images?visibility=all&limit=\(all.count)")
        #expect(pages.map(\.count) == [all.count, 0])
    }

    @Test func anUnknownMarkerIsRefusedAsGlanceDoes() throws {
        var asking = try Asking()
        for marker in ["00000000-0000-0000-0000-000000000000", "x", ""] {
            let answer = asking.get("/v2/images?marker=\(marker)")
            #expect(answer.status == 400)
            let object = try answer.object()
            #expect(object["message"] as? String == "No image found with ID \(marker)<br /><br />\n\n\n")
            #expect(object["code"] as? String == "400 Bad Request")
            #expect(object["title"] as? String == "Bad Request")
        }
        let future = DemoIdentifier(seed: 1).image(asking.services.catalogue.endNumber)
        #expect(asking.get("/v2/images?marker=\(String(decoding: future, as: UTF8.self))").status == 400)
    }

    @Test func aMarkerThatHasEndedStillServes() throws {
        var asking = try Asking()
        let ended = try #require(
            (0..<asking.services.catalogue.endNumber).first { asking.services.catalogue.image($0) == nil })
        let marker = String(decoding: DemoIdentifier(seed: 1).image(ended), as: UTF8.self)
        let found = ids(try asking.pages("/v2/images?visibility=all&limit=50&sort=id:asc&marker=\(marker)"))
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 > marker })
    }

    @Test func filtersAreGlances() throws {
        var asking = try Asking(images: 2000)
        let all = try asking.images("/v2/images?visibility=all&limit=1000")
        for status in ["queued", "killed", "deactivated"] {
            let found = try asking.images("/v2/images?visibility=all&limit=1000&status=\(status)")
            #expect(!found.isEmpty && found.allSatisfy { $0["status"] as? String == status })
        }
        let either = try asking.images("/v2/images?visibility=all&limit=1000&status=in:queued,saving")
        #expect(Set(either.compactMap { $0["status"] as? String }) == ["queued", "saving"])
        for visibility in ["public", "private", "shared", "community"] {
            let found = try asking.images("/v2/images?limit=1000&member_status=all&visibility=\(visibility)")
            #expect(!found.isEmpty && found.allSatisfy { $0["visibility"] as? String == visibility })
        }
        let hidden = try asking.images("/v2/images?visibility=all&limit=1000&os_hidden=TRUE")
        #expect(!hidden.isEmpty && hidden.allSatisfy { $0["os_hidden"] as? Bool == true })
        #expect(all.allSatisfy { $0["os_hidden"] as? Bool == false })
        let gold = try asking.images("/v2/images?limit=1000&__imagetype=gold&protected=true")
        #expect(!gold.isEmpty && gold.allSatisfy { $0["__imagetype"] as? String == "gold" })
        #expect(try asking.images("/v2/images?limit=1000&__nothing=gold").isEmpty)
        let id = try #require(all[7]["id"] as? String)
        #expect(ids([try asking.images("/v2/images?visibility=all&id=in:\(id.uppercased()),x")]) == [id])
    }

    @Test func withoutAVisibilityOthersCommunityImagesAreMissing() throws {
        var asking = try Asking(images: 3000)
        let own = DemoIdentifier(seed: 1).project(0)
        let found = try asking.images("/v2/images?limit=1000").filter { $0["visibility"] as? String == "community" }
        #expect(!found.isEmpty && found.allSatisfy { $0["owner"] as? String == own })
    }

    @Test(arguments: [
        ("limit=-1", "limit param must be positive"), ("limit=x", "limit param must be an integer"),
        ("limit=", "limit param must be an integer"), ("limit=99999999999999999999", "limit param must be an integer"),
        ("sort=name:asc", "The demonstration cloud sorts by created_at and id only"),
        ("sort_key=size", "The demonstration cloud sorts by created_at and id only"),
        ("sort=created_at:asc,id:desc", "The demonstration cloud sorts by created_at and id only"),
        ("sort=", "The demonstration cloud sorts by created_at and id only"),
        ("sort=:", "The demonstration cloud sorts by created_at and id only"),
        ("updated_at=gte:2026-01-01T00:00:00Z", "The demonstration cloud cannot filter by updated_at"),
        ("os_hidden=perhaps", "os_hidden must be true or false"),
    ])
    func whatItCannotAnswerIsRefused(query: String, message: String) throws {
        var asking = try Asking()
        let answer = asking.get("/v2/images?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.object()["message"] as? String == "\(message)<br /><br />\n\n\n")
    }

    @Test func anImageIsShownByItsID() throws {
        var asking = try Asking()
        let image = try #require(try asking.images("/v2/images?limit=1").first)
        let id = try #require(image["id"] as? String)
        #expect(try asking.object("/v2/images/\(id)") as NSDictionary == image as NSDictionary)
        #expect(asking.get("/v2/images/00000000-0000-0000-0000-000000000000").status == 404)
    }

    @Test(arguments: [
        ("a=b&c", ["a=b", "c="]), ("a%3Ab=%2C%zz+%4", ["a:b=,%zz %4"]), ("", []), ("&&=&", ["="]),
        ("n=%D0%BE%20", ["n=о "]),
    ])
    func queriesAreDecoded(text: String, items: [String]) {
        #expect(DemoQuery(text).items.map { "\($0.name)=\($0.value)" } == items)
    }
}
