import Foundation
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import ScrapeServer

/// The web configuration at work, over plain HTTP.
@Suite struct FrontDoorTests {
    /// Of "secret", at the least cost.
    private static let hash = "$2y$05$nNVrjymA5.6ujoiKW8jmx.EXH3gpXpw1ajsUTw.Kajpls3buH9UaC"
    private static let secret = "Authorization: Basic YWxpY2U6c2VjcmV0\r\n"
    private static let users = "basic_auth_users: {alice: \"\(hash)\"}\n"

    /// A server whose web configuration a test writes.
    private func run(
        _ text: String, reload: (@Sendable () async -> String?)? = nil,
        _ body: (RunningServer, WebFolder) async throws -> Void
    ) async throws {
        let folder = try WebFolder()
        try folder.write(text)
        try await RunningServer.run(endpoint: .plain(reload: reload)) { configuration in
            configuration.webConfigFile = folder.config
            configuration.report = { fault in folder.faults.withLock { $0.append(fault) } }
        } _: { running in
            try await body(running, folder)
        }
    }

    private func status(_ running: RunningServer, _ request: String) async throws -> Int {
        let client = try await RawClient.connect(running.port)
        return try await client.exchange(request).status
    }

    @Test func onlyThePasswordOpens() async throws {
        try await run(Self.users) { running, _ in
            let client = try await RawClient.connect(running.port)
            let refused = try await client.exchange(get())
            #expect(refused.status == 401)
            #expect(refused.fields["www-authenticate"] == "Basic")
            #expect(refused.body == "Unauthorized\n")
            for _ in 1...2 { #expect(try await client.exchange(get("/metrics", Self.secret)).status == 200) }
            for wrong in ["YWxpY2U6c2VjcmV1", "Ym9iOnNlY3JldA==", "YWxpY2U6", "x"] {
                let reply = try await client.exchange(get("/metrics", "Authorization: Basic \(wrong)\r\n"))
                #expect(reply.status == 401)
            }
            #expect(try await client.exchange(get("/metrics", Self.secret + Self.secret)).status == 401)
            for path in ["/", "/-/healthy", "/-/ready", "/nothing", "/probe?cloud=known"] {
                #expect(try await client.exchange(get(path)).status == 401)
            }
        }
    }

    /// What a route does is done for those alone who may ask.
    @Test func aReloadNeedsThePasswordToo() async throws {
        let reloads = Mutex(0)
        let reload: @Sendable () async -> String? = {
            reloads.withLock { $0 += 1 }
            return nil
        }
        try await run(Self.users, reload: reload) { running, _ in
            let post = "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
            for fields in ["", "Authorization: Basic YWxpY2U6c2VjcmV1\r\n"] {
                let refused = try await status(running, post + fields + "\r\n")
                #expect(refused == 401)
            }
            #expect(reloads.withLock { $0 } == 0)
            let reloaded = try await status(running, post + Self.secret + "\r\n")
            #expect(reloaded == 200)
            #expect(reloads.withLock { $0 } == 1)
        }
    }

    @Test func theFileIsReadAgainAtEachRequest() async throws {
        try await run("") { running, folder in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange(get()).status == 200)
            try folder.write(Self.users)
            #expect(try await client.exchange(get()).status == 401)
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 200)
            // Another hash: the kept verdict is no longer its own.
            try folder.write(Self.users.replacing("nNVrjy", with: "......"))
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 401)
            try folder.write("{}")
            #expect(try await client.exchange(get()).status == 200)
        }
    }

    @Test func aBrokenFileClosesTheDoor() async throws {
        try await run(Self.users) { running, folder in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 200)
            try folder.write("basic_auth_users: {alice: hush}")
            for _ in 1...2 {
                let broken = try await client.exchange(get("/metrics", Self.secret))
                #expect(broken.status == 500)
                #expect(broken.body == "Internal server error\n")
            }
            try FileManager.default.removeItem(atPath: folder.config)
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 500)
            try folder.write(Self.users)
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 200)
            let faults = folder.faults.withLock { $0 }
            #expect(faults.count == 2)
            #expect(faults[0].hasPrefix("\(folder.config):1: basic_auth_users.alice: is no bcrypt hash"))
            #expect(faults[1] == "\(folder.config): there is no such file")
            #expect(!faults.joined().contains("hush"))
        }
    }

    /// What cannot be read at the start may ask for TLS: nothing is told in the clear before the next start.
    @Test func aFileThatIsBrokenAtTheStartOpensNothing() async throws {
        try await run("tls_server_config: [") { running, folder in
            for text in ["tls_server_config: [", Self.users, ""] {
                try folder.write(text)
                let client = try await RawClient.connect(running.port)
                client.offer([UInt8](get().utf8))
                #expect(try await client.untilClosed() == [])
            }
        }
    }

    @Test func headersGoWithEveryAnswer() async throws {
        let headers = "http_server_config: {headers: {X-Frame-Options: deny, Content-Security-Policy: \"img-src x\"}}\n"
        try await run(headers + Self.users) { running, _ in
            let client = try await RawClient.connect(running.port)
            for (path, fields) in [
                ("/metrics", ""), ("/metrics", Self.secret), ("/", Self.secret), ("/no", Self.secret),
            ] {
                let reply = try await client.exchange(get(path, fields))
                #expect(reply.fields["x-frame-options"] == "deny")
                #expect(reply.fields["content-security-policy"] == "img-src x")
                #expect(reply.fields["x-content-type-options"] == "nosniff")
            }
        }
    }

    /// Before any password is looked at.
    @Test func moreThanTheRateIsRefused() async throws {
        try await run(Self.users + "rate_limit: {interval: 1h, burst: 2}\n") { running, _ in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.exchange(get()).status == 401)
            #expect(try await client.exchange(get("/metrics", Self.secret)).status == 200)
            let refused = try await client.exchange(get("/metrics", Self.secret))
            #expect((refused.status, refused.body) == (429, "Too many requests\n"))
        }
    }

    private func door(_ folder: WebFolder) -> FrontDoor { FrontDoor(WebConfigSource(path: folder.config)) }

    /// Whoever tries passwords holds up nobody whose password is known already.
    @Test func comparisonsHaveABoundOfTheirOwn() async throws {
        let folder = try WebFolder()
        try folder.write(Self.users)
        let door = door(folder)
        door.open()
        let comparison = try #require(
            BasicAuth.comparison(BasicCredentials(user: "alice", password: "secret"), among: ["alice": Self.hash]))
        #expect((1...32).allSatisfy { _ in door.begin() })
        #expect(!door.begin())
        let channel = EmbeddedChannel()
        let statistics = ScrapeStatistics()
        let handler = ScrapeHandler(
            endpoint: .plain(), statistics: statistics, configuration: ServerConfiguration(addresses: []), door: door)
        try channel.pipeline.syncOperations.addHandlers([HTTPResponseEncoder(), handler])
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        func status(_ password: String) throws -> String {
            var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/metrics")
            let word = Data("alice:\(password)".utf8).base64EncodedString()
            head.headers = ["Host": "x", "Authorization": "Basic \(word)"]
            try channel.writeInbound(HTTPServerRequestPart.head(head))
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
            var text = ""
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
            return String(text.prefix(12))
        }
        #expect(try status("secret") == "HTTP/1.1 503")
        #expect(await door.judge(comparison))
        #expect(door.begin())
        #expect(try status("secret") == "HTTP/1.1 200")
        #expect(try status("wrong") == "HTTP/1.1 503")
        #expect(statistics.inFlight == 0)
        #expect(statistics.counts.map(\.count) == [1, 2])
        await door.close()
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    /// Requests that wait for their comparison hold no other up, and are all answered.
    @Test func manyAskAtOnce() async throws {
        try await run(Self.users) { running, _ in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let word = Data("alice:\(number % 2 == 0 ? "secret" : "wrong \(number)")".utf8)
                        return try await self.status(
                            running, get("/metrics", "Authorization: Basic \(word.base64EncodedString())\r\n"))
                    }
                }
                return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 10, 401: 10])
            #expect(running.statistics.inFlight == 0)
        }
    }
}

/// A folder with a web configuration, removed at the end.
final class WebFolder: Sendable {
    let folder: URL
    let faults = Mutex<[String]>([])

    var config: String { folder.appendingPathComponent("web.yml").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Whole or not at all, as whoever changes it should.
    func write(_ text: String, to name: String = "web.yml") throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name), options: .atomic)
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
