import Foundation
import Testing

@testable import DemoCloud

/// Over real sockets.
@Suite struct DemoCloudTests {
    private struct Answer {
        var status = 0
        var head: [String: String] = [:]
        var body = ""

        init(_ text: String) {
            let parts = text.components(separatedBy: "\r\n\r\n")
            let lines = parts[0].components(separatedBy: "\r\n")
            status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
            for line in lines.dropFirst() {
                let field = line.components(separatedBy: ": ")
                head[field[0].lowercased()] = field.dropFirst().joined(separator: ": ")
            }
            body = parts.dropFirst().joined(separator: "\r\n\r\n")
        }

        func object() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        }
    }

    /// A cloud that lives while `body` runs.
    private func withCloud(_ images: Int = 500, _ body: (DemoAddress, Int) async throws -> Void) async throws {
        let cloud = DemoCloud(images: images, seed: 1, now: { DemoCatalogueTests.start })
        let address = try await cloud.start()
        let port = try #require(URL(string: address.authURL)?.port)
        do {
            try await body(address, port)
        } catch {
            await cloud.shutdown()
            throw error
        }
        await cloud.shutdown()
    }

    private func ask(_ port: Int, _ head: String, body: String = "") async throws -> Answer {
        let client = try await LoopbackClient(port: port)
        let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
        try await client.send("\(head)\r\nHost: 127.0.0.1\r\nConnection: close\r\n\(length)\r\n\(body)")
        return Answer(try await client.all())
    }

    private func logIn(_ port: Int, password: String) async throws -> Answer {
        let body = String(decoding: Asking.login(password: password), as: UTF8.self)
        return try await ask(port, "POST /identity/v3/auth/tokens HTTP/1.1", body: body)
    }

    @Test func aClientLogsInAndWalksTheCatalogue() async throws {
        try await withCloud(1200) { address, port in
            #expect(address.authURL == "http://127.0.0.1:\(port)/identity")
            let refusal = try await logIn(port, password: "wrong")
            #expect(refusal.status == 401)
            let login = try await logIn(port, password: address.password)
            #expect(login.status == 201)
            let token = try #require(login.head["x-subject-token"])
            #expect(login.body.contains("\"url\":\"http://127.0.0.1:\(port)/image\""))
            var ids: [String] = []
            for hidden in [false, true] {
                var next: String? =
                    "/v2/images?limit=1000&visibility=all&os_hidden=\(hidden)&sort=created_at:asc,id:asc"
                while let target = next {
                    let answer = try await ask(port, "GET /image\(target) HTTP/1.1\r\nX-Auth-Token: \(token)")
                    #expect(answer.status == 200)
                    #expect(answer.head["content-type"] == "application/json")
                    #expect(answer.head["content-length"] == "\(answer.body.utf8.count)")
                    let page = try answer.object()
                    let images = try #require(page["images"] as? [[String: Any]])
                    ids += images.compactMap { $0["id"] as? String }
                    next = page["next"] as? String
                }
            }
            #expect(Set(ids).count == ids.count)
            #expect(ids.count == DemoCatalogueTests.catalogue(images: 1200).all.count)
        }
    }

    @Test func aBadTokenIsRefusedWithAChallenge() async throws {
        try await withCloud { _, port in
            let answer = try await ask(port, "GET /image/v2/images HTTP/1.1\r\nX-Auth-Token: nonsense")
            #expect(answer.status == 401)
            #expect(answer.head["www-authenticate"] == "Keystone uri=\"http://127.0.0.1:\(port)/identity\"")
        }
    }

    @Test(arguments: [(DemoHandler.mostBodyBytes, 400), (DemoHandler.mostBodyBytes + 1, 413)])
    func aBodyIsBounded(bytes: Int, status: Int) async throws {
        try await withCloud { _, port in
            let body = String(repeating: "x", count: bytes)
            let answer = try await ask(port, "POST /identity/v3/auth/tokens HTTP/1.1", body: body)
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [(1000, 401), (DemoCloud.mostHeadBytes, 400)]) func aHeadIsBounded(bytes: Int, status: Int)
        async throws
    {
        try await withCloud { _, port in
            let token = String(repeating: "x", count: bytes)
            let answer = try await ask(port, "GET /image/v2/images HTTP/1.1\r\nX-Auth-Token: \(token)")
            #expect(answer.status == status)
        }
    }

    @Test func connectionsAreBounded() async throws {
        try await withCloud { _, port in
            var clients: [LoopbackClient] = []
            for _ in 1..<DemoCloud.mostConnections { clients.append(try await LoopbackClient(port: port)) }
            // The last that is let in is answered, the next is closed unheard.
            let last = try await LoopbackClient(port: port)
            let refused = try await LoopbackClient(port: port)
            try? await refused.send("GET /identity/v3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(try await refused.all() == "")
            try await last.send("GET /identity/v3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(try await last.all().hasPrefix("HTTP/1.1 200"))
            for client in clients { try await client.close() }
        }
    }

    @Test func shutdownClosesConnectionsAndMayComeTwice() async throws {
        let cloud = DemoCloud(images: 5, seed: 1, now: { DemoCatalogueTests.start })
        let address = try await cloud.start()
        let port = try #require(URL(string: address.authURL)?.port)
        let client = try await LoopbackClient(port: port)
        await cloud.shutdown()
        #expect(try await client.all() == "")
        await cloud.shutdown()
        await #expect(throws: (any Error).self) { try await LoopbackClient(port: port) }
    }
}
