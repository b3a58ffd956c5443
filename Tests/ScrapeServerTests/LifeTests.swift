import Testing

@testable import ScrapeServer

/// Listening and ending.
@Suite struct LifeTests {
    @Test func listensOnSeveralAddresses() async throws {
        try await RunningServer.run(addresses: ["127.0.0.1:0", "localhost:0", ":0"]) { running in
            #expect(running.ports.count == 3)
            #expect(Set(running.ports).count == 3)
            #expect(!running.ports.contains(0))
            for port in [running.ports[0], running.ports[2]] {
                let client = try await RawClient.connect(port)
                #expect(try await client.exchange(get()).status == 200)
            }
        }
    }

    @Test func everyAddressMeansBothFamilies() async throws {
        try await RunningServer.run(addresses: [":0"]) { running in
            for host in ["127.0.0.1", "::1"] {
                let client = try await RawClient.connect(running.port, host: host)
                #expect(try await client.exchange(get()).status == 200, "\(host)")
            }
        }
    }

    @Test func anAddressInUseIsNamed() async throws {
        try await RunningServer.run { running in
            let address = "127.0.0.1:\(running.port)"
            let second = Server(
                configuration: ServerConfiguration(addresses: [
                    try ListenAddress("127.0.0.1:0"), try ListenAddress(address),
                ]),
                endpoint: .plain(page: []), statistics: ScrapeStatistics())
            let error = try await #require(throws: ListenError.self) { try await second.start() }
            #expect("\(error)" == "cannot listen on \(address): the address is in use")
        }
    }

    @Test func anAddressOfAnotherMachineIsRefused() async throws {
        let server = Server(
            configuration: ServerConfiguration(addresses: [try ListenAddress("203.0.113.1:0")]),
            endpoint: .plain(page: []), statistics: ScrapeStatistics())
        let error = try await #require(throws: ListenError.self) { try await server.start() }
        #expect("\(error)" == "cannot listen on 203.0.113.1:0: this machine does not have the address")
    }

    @Test func endingClosesIdleConnectionsAndTheListener() async throws {
        try await RunningServer.run { running in
            let (idle, silent) = (try await RawClient.connect(running.port), try await RawClient.connect(running.port))
            #expect(try await idle.exchange(get()).status == 200)
            await running.server.shutdown(grace: .seconds(3600))
            #expect(try await idle.untilClosed() == [])
            #expect(try await silent.untilClosed() == [])
            await #expect(throws: (any Error).self) { try await RawClient.connect(running.port) }
            await running.server.shutdown(grace: .seconds(3600))
        }
    }

    @Test func endingLetsAnAnswerInFlightFinish() async throws {
        let page = [UInt8](repeating: 65, count: 32 << 20)
        try await RunningServer.run(page: page) { running in
            let client = try await RawClient.connect(running.port, reads: false)
            try await client.send(get())
            client.readOnce()
            _ = try await client.received { !$0.bytes.isEmpty }
            async let ended: Void = running.server.shutdown(grace: .seconds(3600))
            try await client.readOn()
            #expect(try await client.reply().body.utf8.count == page.count)
            await ended
        }
    }

    @Test func endingDoesNotWaitLongerThanItsGrace() async throws {
        try await RunningServer.run(page: [UInt8](repeating: 65, count: 32 << 20)) { running in
            let client = try await RawClient.connect(running.port, reads: false)
            try await client.send(get())
            client.readOnce()
            _ = try await client.received { !$0.bytes.isEmpty }
            await running.server.shutdown(grace: .milliseconds(1))
            #expect(running.statistics.inFlight == 0)
        }
    }

    @Test func aServerThatWasNeverStartedEnds() async {
        let statistics = ScrapeStatistics()
        await Server(
            configuration: ServerConfiguration(addresses: []), endpoint: .plain(page: []), statistics: statistics
        ).shutdown(grace: .seconds(1))
        #expect(statistics.inFlight == 0)
    }
}
