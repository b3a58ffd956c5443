import HTTPClient
import TestSupport
import Testing

/// Each time-out by itself, the others being far away.
@Suite struct LimitTests {
    private static let tiny = Duration.milliseconds(20)

    private func failure(
        _ steps: [ScriptedServerStep], scheme: String = "http", _ change: (inout TransferLimits) -> Void
    ) async throws -> TransferError? {
        let server = try await ScriptedServer.start { _ in steps }
        return try await Client.with {
            await Client.failure($0, Client.get("\(scheme)://127.0.0.1:\(server.port)", change))
        }
    }

    @Test func theFirstByte() async throws {
        let error = try await failure([]) { $0.firstByte = Self.tiny }
        #expect(error?.kind == .timeout)
        #expect(error?.description.contains("waiting for the answer: over the limit for the first byte") == true)
    }

    @Test func theFirstByteOnAKeptConnection() async throws {
        let server = try await ScriptedServer.start { $0.number == 1 ? [.answer()] : [] }
        let error = try await Client.with { transport in
            _ = try await transport.send(Client.get(server.url))
            return await Client.failure(transport, Client.get(server.url) { $0.firstByte = Self.tiny })
        }
        #expect(error?.kind == .timeout)
        #expect(error?.description.contains("for the first byte") == true)
        #expect(server.connections == 1)
    }

    @Test func silenceInTheBody() async throws {
        let steps: [ScriptedServerStep] = [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")]
        let error = try await failure(steps) { $0.stall = Self.tiny }
        #expect(error?.kind == .timeout)
        #expect(error?.description.contains("receiving the answer: over the limit for silence") == true)
    }

    @Test func silenceInTheHead() async throws {
        let error = try await failure([.send("HTTP/1.1 200 OK\r\n")]) { $0.stall = Self.tiny }
        #expect(error?.kind == .timeout)
        #expect(error?.description.contains("for silence") == true)
    }

    @Test func theWhole() async throws {
        let server = try await ScriptedServer.start { $0.number == 1 ? [.answer()] : [] }
        let error = try await Client.with { transport in
            // A kept connection: the limit cannot pass while connecting.
            _ = try await transport.send(Client.get(server.url))
            return await Client.failure(transport, Client.get(server.url) { $0.total = Self.tiny })
        }
        #expect(error?.kind == .timeout)
        #expect(error?.description.contains("for the whole request") == true)
    }

    @Test func theTLSHandshake() async throws {
        // On a busy machine libcurl's own bound may be seen first, in its own words.
        let error = try await failure([], scheme: "https") { $0.connect = Self.tiny }
        #expect(error?.kind == .connect)
        #expect(error?.description.contains(": connecting: ") == true)
    }

    @Test func theEndOfALimitEndsTheConnection() async throws {
        let server = try await ScriptedServer.start()
        try await Client.with { transport in
            let error = await Client.failure(transport, Client.get(server.url) { $0.firstByte = Self.tiny })
            await server.closed(1)
            #expect(error?.kind == .timeout)
        }
    }
}
