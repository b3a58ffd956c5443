import NIOCore
import NIOEmbedded
import Testing

@testable import ScrapeServer

/// Which connection makes room, on a clock of the tests' own.
@Suite struct ConnectionsTests {
    private let loop = EmbeddedEventLoop()
    private let connections = Connections()

    private func open(
        limit: Int = 3, isAtLimit: Bool = false
    ) throws -> (channel: EmbeddedChannel, place: Connections.Place) {
        let channel = EmbeddedChannel(handler: nil, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let place = connections.add(channel, limit: limit, isAtLimit: isAtLimit)
        loop.advanceTime(by: .seconds(1))
        return (channel, place)
    }

    private func three() throws -> [EmbeddedChannel] {
        let opened = try (0..<3).map { _ in try open() }
        #expect(opened.map(\.place) == [.served, .served, .served])
        return opened.map(\.channel)
    }

    @Test func theOneThatHasWaitedForLongestMakesRoom() throws {
        var channels = try three()
        for gone in 0..<5 {
            let (channel, place) = try open()
            channels.append(channel)
            #expect(place == .served)
            #expect(channels.map(\.isActive) == (0..<channels.count).map { $0 > gone })
        }
    }

    @Test func whereThereMayBeNoMoreOneMakesRoomBelowTheLimit() throws {
        let channels = try (0..<Connections.always).map { _ in try open(limit: 20, isAtLimit: true).channel }
        #expect(channels.map(\.isActive) == channels.map { _ in true })
        #expect(try open(limit: 20, isAtLimit: true).place == .served)
        #expect(channels.map(\.isActive) == channels.indices.map { $0 > 0 })
        #expect(try open(limit: 20).place == .served)
        #expect(channels.map(\.isActive) == channels.indices.map { $0 > 0 })
    }

    @Test func whoIsAnsweredBeginsToWaitAnew() throws {
        let channels = try three()
        connections.answerBegan(on: channels[0])
        connections.answerEnded(on: channels[0])
        connections.answered(on: channels[1])
        #expect(try open().place == .served)
        #expect(channels.map(\.isActive) == [true, true, false])
    }

    @Test func whoIsBeingAnsweredStays() throws {
        let channels = try three()
        for channel in channels { connections.answerBegan(on: channel) }
        // A stream of the same connection.
        connections.answerBegan(on: channels[1])
        connections.answerEnded(on: channels[1])
        #expect(try open().place == .refused)
        #expect(channels.map(\.isActive) == [true, true, true])
        connections.answerEnded(on: channels[1])
        #expect(try open().place == .served)
        #expect(channels.map(\.isActive) == [true, false, true])
    }

    @Test func thoseThatAreToldSoAreFewAndMakeNoRoom() throws {
        for channel in try three() { connections.answerBegan(on: channel) }
        let told = try (0..<Connections.maxRefused).map { _ in try open() }
        #expect(told.allSatisfy { $0.place == .refused })
        #expect(try open().place == .none)
        #expect(told.allSatisfy { $0.channel.isActive })
        try told[0].channel.close().wait()
        loop.run()
        #expect(try open().place == .refused)
    }

    @Test func aPlaceIsFreeAgainOnce() throws {
        let channels = try three()
        for channel in channels { connections.answerBegan(on: channel) }
        try channels[0].close().wait()
        loop.run()
        // What is still to be told of it comes too late.
        connections.answerEnded(on: channels[0])
        #expect(try open().place == .served)
        connections.answerBegan(on: channels[1])
        let next = try open()
        #expect(next.place == .served, "the newcomer waits")
        connections.answerBegan(on: next.channel)
        #expect(try open().place == .refused)
    }

    @Test func theLongestUnreadAnswerMakesRoomOnceItsTimeIsOver() throws {
        let channels = try three()
        let patience = TimeAmount.seconds(10)
        func drop() -> Bool {
            defer { loop.run() }
            return connections.dropUntaken(patience: patience, now: loop.now)
        }
        #expect(!drop(), "there is none")
        connections.answerIsUntaken(on: channels[1])
        loop.advanceTime(by: .seconds(4))
        connections.answerIsUntaken(on: channels[0])
        connections.answerIsUntaken(on: channels[2])
        connections.answerWasTaken(on: channels[2])
        loop.advanceTime(by: .milliseconds(5999))
        #expect(!drop())
        loop.advanceTime(by: .milliseconds(1))
        #expect(drop())
        #expect(channels.map(\.isActive) == [true, false, true])
        #expect(!drop())
        loop.advanceTime(by: .seconds(4))
        #expect(drop())
        #expect(channels.map(\.isActive) == [false, false, true])
        loop.advanceTime(by: .hours(1))
        #expect(!drop(), "what was read")
    }
}
