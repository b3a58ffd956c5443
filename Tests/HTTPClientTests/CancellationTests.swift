import HTTPClient
import TestSupport
import Testing

@Suite struct CancellationTests {
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"])
    func cancellingEndsTheConnection(_ begun: String) async throws {
        let server = try await ScriptedServer.start(.send(begun))
        try await Client.with { transport in
            let task = Task { await Client.failure(transport, Client.get(server.url)) }
            await server.received(1)
            task.cancel()
            await server.closed(1)
            #expect(
                await task.value == TransferError(.cancelled, "127.0.0.1:\(server.port): the request was cancelled"))
            #expect(transport.statistics.counts == [.init(operation: .list, status: nil): 1])
        }
    }

    @Test func aTaskCancelledBeforeSendsNothing() async throws {
        let server = try await ScriptedServer.start(.answer())
        try await Client.with { transport in
            let gate = Gate()
            let task = Task {
                await gate.passed()
                return await Client.failure(transport, Client.get(server.url))
            }
            task.cancel()
            gate.open()
            #expect(await task.value?.kind == .cancelled)
            #expect(server.connections == 0)
        }
    }

    @Test func oneCancelledLeavesTheOthers() async throws {
        let gate = Gate()
        let server = try await ScriptedServer.start(.wait(gate), .answer(body: [1]))
        try await Client.with { transport in
            let tasks = (0..<6).map { _ in Task { try await transport.send(Client.get(server.url)).body.bytes() } }
            await server.received(6)
            for task in tasks.prefix(3) { task.cancel() }
            await server.closed(3)
            gate.open()
            for task in tasks.suffix(3) {
                let bytes = try await task.value
                #expect(bytes == [1])
            }
        }
    }

    @Test func shutdownEndsWhatIsUnderWayAndWhatComes() async throws {
        let server = try await ScriptedServer.start()
        let client = try HTTPClient()
        let transport = client.transport(TransportSettings())
        let tasks = (0..<3).map { _ in Task { await Client.failure(transport, Client.get(server.url)) } }
        await server.received(3)
        async let again: Void = client.shutdown()
        await client.shutdown()
        await again
        for task in tasks { #expect(await task.value?.kind == .cancelled) }
        await server.closed(3)
        #expect(await Client.failure(transport, Client.get(server.url))?.kind == .cancelled)
        await client.shutdown()
    }
}
