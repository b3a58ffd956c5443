import Glibc
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

    /// The program ends next, and OpenSSL takes its own apart then: no thread may still be closing connections.
    @Test(.serialized, arguments: 1...10) func everyShutdownOutlastsTheConnections(round: Int) async throws {
        let count = 200
        let gate = Gate()
        let server = try await ScriptedServer.start(.wait(gate), .answer())
        let client = try HTTPClient(environment: [:])
        let transport = client.transport(TransportSettings())
        let tasks = (0..<count).map { _ in Task { try await transport.send(Client.get(server.url)).status } }
        await server.received(count)
        gate.open()
        for task in tasks {
            let status = try await task.value
            #expect(status == 200)
        }
        let open = Self.sockets(3..<2048, to: server.port)
        // libcurl keeps most of them: how many depends on how many transfers end at once.
        #expect(!open.isEmpty)
        // They come before the end, during it and after it.
        let left = await withTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    for _ in 0..<number { await Task.yield() }
                    await client.shutdown()
                    return Self.sockets(open, to: server.port).count
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(left == [Int](repeating: 0, count: 100))
    }

    /// Those descriptors of this process that are connected to a port of this machine.
    private static func sockets(_ candidates: some Sequence<Int32>, to port: Int) -> [Int32] {
        candidates.filter { descriptor in
            var peer = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = unsafe withUnsafeMutablePointer(to: &peer) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    unsafe getpeername(descriptor, address, &size)
                }
            }
            return status == 0 && peer.sin_family == AF_INET && UInt16(bigEndian: peer.sin_port) == port
        }
    }
}
