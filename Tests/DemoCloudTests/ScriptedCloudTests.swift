import Foundation
import Testing

@testable import DemoCloud

/// What a script makes of the demonstration cloud.
@Suite struct ScriptedCloudTests {
    private static func asking() throws -> Asking {
        try Asking(DemoCatalogue(settled: 15, seed: 1, now: Asking.start))
    }

    private static let usage = "/v2/info/usage"

    @Test func anImageGoesThroughItsSteps() throws {
        var catalogue = DemoCatalogue(settled: 5, seed: 1, now: Asking.start)
        let number = catalogue.add(steps: [.init(after: 20, to: .saving), .init(after: 80, to: .killed)])
        var seen: [DemoImage.Status?] = []
        for second in [0, 19, 20, 79, 80, 4000] {
            catalogue.advance(to: Asking.start + second)
            seen.append(catalogue.image(number)?.status)
        }
        #expect(seen == [.queued, .queued, .saving, .saving, .killed, .killed])
        catalogue.change(number, to: nil)
        #expect(catalogue.image(number) == nil)
    }

    @Test func aShareIsListedToThoseWhoAskForItsAnswer() throws {
        var asking = try Self.asking()
        asking.services.catalogue.add { traits in
            var traits = traits
            traits.visibility = .shared
            traits.project = 1
            return GivenTraits(traits, memberStatus: "pending")
        }
        let list = "/v2/images?limit=1000&os_hidden=false&visibility="
        let count = try asking.images(list + "all").count
        #expect(try asking.images(list + "shared&member_status=pending").count == 1)
        #expect(try asking.images(list + "shared&member_status=rejected").count == 0)
        #expect(try asking.images(list + "all").count == count)
        #expect(try asking.images(list + "shared").count == 0)
    }

    @Test func givenPropertiesStandBesideTheOthers() throws {
        var asking = try Self.asking()
        asking.services.catalogue.add {
            GivenTraits(
                $0,
                properties: [
                    DemoProperty(name: "os_distro", value: "12", isNumber: true),
                    DemoProperty(name: "provided_until", value: "2026-05-31"),
                ])
        }
        let image = try #require(try asking.images("/v2/images?limit=1&os_hidden=false").first)
        #expect(image["os_distro"] as? Int == 12)
        #expect(image["provided_until"] as? String == "2026-05-31")
        #expect(image["hw_machine_type"] as? String == "q35")
    }

    @Test func aCloudIsAwayAndBack() throws {
        var asking = try Self.asking()
        asking.services.fault = .away
        #expect(asking.get("/v2/images").status == 503)
        #expect(asking.logIn(Asking.login()).status == 503)
        asking.services.fault = nil
        #expect(asking.get("/v2/images").status == 200)
    }

    @Test func loginsAndTokensAreRefused() throws {
        var asking = try Self.asking()
        asking.services.fault = .refusesLogins
        #expect(asking.get("/v2/images").status == 401)
        #expect(asking.logIn(Asking.login()).status == 401)
        #expect(
            asking.services.answer(method: "GET", target: "/identity/v3", token: nil, body: [], now: 0).status == 200)
    }

    @Test func quotasAreToldWhereThereAreAny() throws {
        var asking = try Self.asking()
        #expect(asking.get(Self.usage).status == 404)
        asking.services.usage = [("image_count_total", 5, 100), ("image_size_total", 7, 1000)]
        let usage = try #require(try asking.object(Self.usage)["usage"] as? [String: [String: Int]])
        #expect(usage["image_count_total"] == ["usage": 5, "limit": 100])
        #expect(usage["image_size_total"] == ["usage": 7, "limit": 1000])
        asking.services.fault = .failsOnQuotas
        #expect(asking.get(Self.usage).status == 500)
        #expect(asking.get("/v2/images").status == 200)
    }

    @Test func aTokenTellsOfThePasswordAndTheRoles() throws {
        var asking = try Self.asking()
        let token = { (answer: DemoAnswer) throws in try #require(try answer.object()["token"] as? [String: Any]) }
        let user = try #require(try token(asking.logIn(Asking.login()))["user"] as? [String: Any])
        #expect(user["password_expires_at"] is NSNull)
        asking.services.identity.passwordExpiry = 1_795_429_958
        asking.services.identity.roles = ["member"]
        let told = try token(asking.logIn(Asking.login()))
        #expect((told["user"] as? [String: Any])?["password_expires_at"] as? String == "2026-11-23T10:32:38.000000")
        #expect(told["roles"] as? [[String: String]] == [["name": "member"]])
    }
}
