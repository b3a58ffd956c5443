import Foundation
import Testing

@testable import DemoCloud

@Suite struct DemoCloudTests {
    private static let start = 1_780_000_000
    private let cloud = DemoCloud(images: 2345, seed: 1, now: { Self.start })

    private func login(password: String) -> DemoAnswer {
        let user = #"{"name":"demo","password":"\#(password)"}"#
        let body = #"{"auth":{"identity":{"methods":["password"],"password":{"user":\#(user)}}}}"#
        return cloud.answer(method: "POST", target: "/identity/v3/auth/tokens", token: nil, body: Array(body.utf8))
    }

    private func object(_ answer: DemoAnswer) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    private func list(_ target: String, token: String?) -> DemoAnswer {
        cloud.answer(method: "GET", target: "/image" + target, token: token, body: [])
    }

    private func token() async throws -> String {
        let address = try await cloud.start()
        await cloud.shutdown()
        return try #require(login(password: address.password).subjectToken)
    }

    @Test func aWrongPasswordIsKeystones401() throws {
        let answer = login(password: "wrong")
        #expect(answer.status == 401)
        let error = try #require(try object(answer)["error"] as? [String: Any])
        #expect(error["code"] as? Int == 401)
        #expect(answer.subjectToken == nil)
    }

    @Test func aBadTokenIsGlances401() throws {
        let answer = list("/v2/images", token: "x")
        #expect(answer.status == 401)
        #expect(try object(answer)["code"] as? String == "401 Unauthorized")
    }

    @Test func theWalkGivesEveryImageOnce() async throws {
        let token = try await token()
        var ids: [String] = []
        var pages: [Int] = []
        for hidden in ["false", "true"] {
            var next: String? = "/v2/images?limit=1000&visibility=all&os_hidden=\(hidden)"
            while let target = next {
                let page = try object(list(target, token: token))
                let images = try #require(page["images"] as? [[String: Any]])
                ids += images.compactMap { $0["id"] as? String }
                pages.append(images.count)
                next = page["next"] as? String
            }
        }
        #expect(ids.count == 2345)
        #expect(Set(ids).count == 2345)
        #expect(pages.first == 1000)
    }

    @Test func theDefaultPageHas25AndALimitIsClamped() async throws {
        let token = try await token()
        #expect((try object(list("/v2/images", token: token))["images"] as? [Any])?.count == 25)
        #expect((try object(list("/v2/images?limit=5000", token: token))["images"] as? [Any])?.count == 1000)
        #expect(list("/v2/images?limit=x", token: token).status == 400)
        #expect(list("/v2/images?marker=00000000-0000-4000-8000-000000000000", token: token).status == 400)
        #expect(list("/v3/images", token: token).status == 404)
    }

    @Test func imagesBearTheAttributesOfTheirStyle() async throws {
        let token = try await token()
        let page = try object(list("/v2/images?limit=1000&visibility=all", token: token))
        let images = try #require(page["images"] as? [[String: Any]])
        let keys = Set(images.flatMap(\.keys))
        #expect(
            keys.isSuperset(of: [
                "__platform", "__os_type", "__imagetype", "__image_size", "__support_kvm", "__support_kvm_gpu_type",
                "os_distro", "os_type", "architecture", "image_type",
            ]))
        #expect(images.contains { $0["name"] is NSNull })
        #expect(images.contains { $0["size"] is NSNull })
    }
}
