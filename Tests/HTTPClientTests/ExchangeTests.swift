import HTTPClient
import TestSupport
import Testing

@Suite struct ExchangeTests {
    @Test func aRequestIsWhatTheCallerSaid() async throws {
        let server = try await ScriptedServer.start(
            .answer(headers: ["X-Subject-Token: t", "Empty:"], body: [1, 2, 3]))
        let response = try await Client.with { transport in
            let body = Array("{}".utf8)
            let headers = [
                Header("X-Auth-Token", "secret"), Header("Accept", "application/json"), Header("X-Empty", ""),
            ]
            return try await transport.send(
                Request(.token, .post, server.url + "/v3/auth/tokens?nocatalog", headers: headers, body: body))
        }
        #expect(response.status == 200)
        #expect(response.header("x-subject-token") == "t")
        #expect(response.header("Empty") == "")
        #expect(response.body.bytes() == [1, 2, 3])
        #expect(response.wireBytes == 3)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /v3/auth/tokens?nocatalog HTTP/1.1\r\n"))
        #expect(request.header("X-Auth-Token") == "secret")
        #expect(request.header("Accept") == "application/json")
        #expect(request.header("X-Empty") == "")
        #expect(request.header("User-Agent") == "glance-exporter")
        #expect(request.header("Content-Type") == nil)
        #expect(request.header("Accept-Encoding") == nil)
        #expect(request.body == Array("{}".utf8))
    }

    @Test func requestsInTurnShareAConnection() async throws {
        let server = try await ScriptedServer.start { request in [.answer(body: [UInt8(request.number)])] }
        let bodies = try await Client.with { transport in
            var bodies: [[UInt8]] = []
            for _ in 0..<5 { bodies.append(try await transport.send(Client.get(server.url)).body.bytes()) }
            return bodies
        }
        #expect(bodies == [[1], [2], [3], [4], [5]])
        #expect(server.connections == 1)
    }

    @Test func requestsAtOnceEachHaveTheirAnswer() async throws {
        let server = try await ScriptedServer.start { request in
            [.answer(body: Array(request.head.utf8.prefix { $0 != 0x0D }))]
        }
        let isRight = try await Client.with { transport in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let response = try? await transport.send(Client.get("\(server.url)/\(number)"))
                        return response?.body.bytes() == Array("GET /\(number) HTTP/1.1".utf8)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(isRight == [Bool](repeating: true, count: 40))
    }

    @Test func bytesComeInAnyPieces() async throws {
        let text =
            "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 203 Fine\r\nX-Folded: a\r\n b\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n"
        let gates = text.utf8.map { _ in Gate() }
        let server = try await ScriptedServer.start { _ in
            zip(text.utf8, gates).flatMap { [.send([$0]), .wait($1)] }
        }
        let response = try await Client.with { transport in
            for gate in gates { gate.open() }
            return try await transport.send(Client.get(server.url))
        }
        #expect(response.status == 203)
        #expect(response.body.bytes() == Array("abcdefg".utf8))
        #expect(response.header("X-Interim") == nil)
        #expect(response.header("X-Folded") == "a b")
        #expect(response.header("X-Trailer") == "t")
    }

    @Test func theEndOfTheConnectionEndsABodyWithoutLength() async throws {
        let server = try await ScriptedServer.start(.send("HTTP/1.1 200 OK\r\n\r\nwhole"), .close)
        let body = try await Client.with { try await $0.send(Client.get(server.url)).body.bytes() }
        #expect(body == Array("whole".utf8))
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func aRedirectIsAnAnswer(_ status: Int) async throws {
        let target = try await ScriptedServer.start(.answer())
        let server = try await ScriptedServer.start(.answer("\(status) Moved", headers: ["Location: \(target.url)/"]))
        let response = try await Client.with { try await $0.send(Client.get(server.url)) }
        #expect(response.status == status)
        #expect(response.header("location") == target.url + "/")
        #expect(target.connections == 0)
    }

    @Test func aKeptConnectionThatTheServerClosedIsReplaced() async throws {
        let server = try await ScriptedServer.start(.answer(), .close)
        let statuses = try await Client.with { transport in
            let first = try await transport.send(Client.get(server.url)).status
            await server.closed(1)
            return [first, try await transport.send(Client.get(server.url)).status]
        }
        #expect(statuses == [200, 200])
        #expect(server.connections == 2)
    }
}
