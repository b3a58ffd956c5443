import Foundation
import Testing

@testable import DemoCloud

/// The services without a port, logged in.
struct Asking {
    static let start = DemoCatalogueTests.start
    var services: DemoServices
    var now = Self.start
    let token: String

    init(images: Int = 500, seed: UInt64 = 1, tokenLife: Int = 3600) throws {
        try self.init(DemoCatalogue(images: images, seed: seed, now: Self.start), tokenLife: tokenLife)
    }

    init(_ catalogue: DemoCatalogue, tokenLife: Int = 90 * 86_400) throws {
        var services = DemoServices(catalogue, password: "sesame", tokenLife: tokenLife)
        let answer = services.answer(
            method: "POST", target: "/identity/v3/auth/tokens", token: nil, body: Self.login(), now: Self.start)
        token = try #require(answer.subjectToken)
        self.services = services
    }

    static func login(
        user: String = #""name":"demo","domain":{"name":"Default"}"#, password: String = "sesame",
        scope: String = #"{"project":{"name":"demo","domain":{"id":"default"}}}"#
    ) -> [UInt8] {
        let identity = #"{"methods":["password"],"password":{"user":{\#(user),"password":"\#(password)"}}}"#
        return Array(#"{"auth":{"identity":\#(identity),"scope":\#(scope)}}"#.utf8)
    }

    mutating func logIn(_ body: [UInt8]) -> DemoAnswer {
        services.answer(method: "POST", target: "/identity/v3/auth/tokens", token: nil, body: body, now: now)
    }

    /// `target` lacks the prefix, as the links of the image API do.
    mutating func get(_ target: String) -> DemoAnswer {
        services.answer(method: "GET", target: "/image\(target)", token: token, body: [], now: now)
    }

    mutating func object(_ target: String) throws -> [String: Any] { try get(target).object() }

    mutating func images(_ target: String) throws -> [[String: Any]] {
        try #require(try object(target)["images"] as? [[String: Any]])
    }

    /// Every page of a listing.
    mutating func pages(_ target: String) throws -> [[[String: Any]]] {
        var pages: [[[String: Any]]] = []
        var next: String? = target
        while let target = next {
            let page = try object(target)
            pages.append(try #require(page["images"] as? [[String: Any]]))
            next = page["next"] as? String
            guard pages.count < 100 else { break }
        }
        return pages
    }
}

extension DemoAnswer {
    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
