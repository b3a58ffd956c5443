import Foundation
import Testing

@testable import DemoCloud

@Suite struct DemoIdentityTests {
    @Test func aLoginIsAnsweredInKeystonesShape() throws {
        var asking = try Asking()
        asking.services.origin = "http://127.0.0.1:1234"
        let answer = asking.logIn(Asking.login())
        #expect(answer.status == 201)
        let token = try #require(try answer.object()["token"] as? [String: Any])
        #expect(token["issued_at"] as? String == "\(CivilTime.text(Asking.start).dropLast()).000000Z")
        #expect(token["expires_at"] as? String == "\(CivilTime.text(Asking.start + 3600).dropLast()).000000Z")
        #expect((token["project"] as? [String: Any])?["name"] as? String == "demo")
        #expect((token["user"] as? [String: Any])?["password_expires_at"] is NSNull)
        let roles = try #require(token["roles"] as? [[String: String]])
        #expect(roles.map { $0["name"] } == ["admin", "reader"])
        let catalog = try #require(token["catalog"] as? [[String: Any]])
        let image = try #require(catalog.first { $0["type"] as? String == "image" })
        let endpoints = try #require(image["endpoints"] as? [[String: String]])
        #expect(endpoints.map { $0["interface"] } == ["public", "internal", "admin"])
        for endpoint in endpoints {
            #expect(endpoint["url"] == "http://127.0.0.1:1234/image")
            #expect(endpoint["region_id"] == "RegionDemo" && endpoint["region"] == "RegionDemo")
        }
    }

    /// As Debian's Keystone answers it.
    @Test(arguments: [
        Asking.login(password: "wrong"), Asking.login(user: #""name":"x","domain":{"name":"Default"}"#),
        Asking.login(user: #""name":"demo","domain":{"name":"Other"}"#), Asking.login(user: #""id":"x""#),
        Asking.login(scope: #"{"project":{"name":"x","domain":{"id":"default"}}}"#), Asking.login(scope: "{}"),
        Array(#"{"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}}"#.utf8),
    ])
    func whatIsWrongIsKeystones401(body: [UInt8]) throws {
        var asking = try Asking()
        let answer = asking.logIn(body)
        #expect(answer.status == 401)
        let error = #""code":401,"message":"The request you have made requires authentication.","title":"Unauthorized""#
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"error\":{\(error)}}")
        #expect(answer.subjectToken == nil)
        #expect(answer.challenge == #"Keystone uri="http://127.0.0.1/identity/v3""#)
    }

    @Test(arguments: [
        Array("".utf8), Array("[]".utf8), Array(#"{"auth":{}}"#.utf8), [0xff],
        Asking.login(user: #""name":"demo""#), Asking.login(scope: #"{"project":{"name":"demo"}}"#),
    ])
    func whatIsNoLoginIsKeystones400(body: [UInt8]) throws {
        var asking = try Asking()
        let answer = asking.logIn(body)
        #expect(answer.status == 400)
        #expect((try answer.object()["error"] as? [String: Any])?["code"] as? Int == 400)
    }

    @Test func idsServeAsWellAsNames() throws {
        var asking = try Asking()
        let identity = asking.services.identity
        let body = Asking.login(
            user: #""id":"\#(identity.userID)""#, scope: #"{"project":{"id":"\#(identity.projectID)"}}"#)
        #expect(asking.logIn(body).status == 201)
    }

    @Test func aTokenEnds() throws {
        var asking = try Asking(tokenLife: 60)
        asking.now += 59
        #expect(asking.get("/v2/images").status == 200)
        asking.now += 1
        #expect(asking.get("/v2/images").status == 401)
    }

    /// As Debian's Glance answers it.
    @Test(arguments: [nil, "nonsense", ""]) func aBadTokenIsGlances401(token: String?) throws {
        var asking = try Asking()
        for target in ["/image/v2/images", "/image/v2/images/x"] {
            let answer = asking.services.answer(method: "GET", target: target, token: token, body: [], now: asking.now)
            #expect(answer.status == 401)
            #expect(answer.challenge == #"Keystone uri="http://127.0.0.1/identity""#)
            let object = try answer.object()
            #expect(object["code"] as? String == "401 Unauthorized")
            #expect(object["title"] as? String == "Unauthorized")
            #expect((object["message"] as? String)?.hasPrefix("This server could not verify that you are") == true)
        }
    }

    @Test func ofTooManyTokensTheOldestIsForgotten() throws {
        var asking = try Asking()
        for _ in 1..<DemoIdentity.mostTokens { _ = asking.logIn(Asking.login()) }
        #expect(asking.get("/v2/images").status == 200)
        _ = asking.logIn(Asking.login())
        #expect(asking.get("/v2/images").status == 401)
    }

    @Test(arguments: [
        ("GET", "/identity", 300), ("GET", "/identity/v3", 200), ("GET", "/identity/v3/", 200), ("GET", "/image/", 300),
        ("GET", "/image/versions", 200), ("GET", "/identity/v3/users", 404), ("GET", "/image/v1/images", 404),
        ("GET", "/", 404), ("GET", "", 404), ("GET", "?", 404), ("POST", "/image/v2/images", 404),
        ("GET", "/identity/v3/auth/tokens", 404), ("DELETE", "/image/v2/images/x", 404),
    ])
    func otherPathsAreAnswered(method: String, target: String, status: Int) throws {
        var asking = try Asking()
        let answer = asking.services.answer(
            method: method, target: target, token: asking.token, body: [], now: asking.now)
        #expect(answer.status == status)
    }
}
