import NIOCore
import Testing

@testable import ScrapeServer

/// Time-outs and what is in flight, on a clock of the tests' own.
@Suite struct TimeOutTests {
    private let statistics = ScrapeStatistics()
    private let server: Server

    init() throws {
        var configuration = ServerConfiguration(addresses: [])
        configuration.maxRequests = 40
        server = Server(
            configuration: configuration, endpoint: .plain(page: [UInt8]("x 1\n".utf8)), statistics: statistics)
    }

    private let almost = TimeAmount.milliseconds(4999)
    private let moment = TimeAmount.milliseconds(1)

    @Test func aSilentConnectionIsClosedAfterFiveSeconds() throws {
        let connection = try VirtualConnection(server)
        connection.pass(almost)
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(!connection.isOpen)
        #expect(try connection.written() == [])
    }

    @Test func aHeadThatDripsIsRefusedAfterFiveSeconds() throws {
        let connection = try VirtualConnection(server)
        for character in "GET /" {
            try connection.send(String(character))
            connection.pass(.milliseconds(900))
        }
        connection.pass(.milliseconds(499))
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(try connection.statuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func aBodyThatDripsIsRefusedAfterFiveSeconds() throws {
        let connection = try VirtualConnection(server)
        connection.pass(.seconds(4))
        try connection.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
        connection.pass(.seconds(4))
        try connection.send("2")
        connection.pass(.milliseconds(999))
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(try connection.statuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func anIdleConnectionIsKeptForSeventyFiveSeconds() throws {
        let connection = try VirtualConnection(server)
        for _ in 0..<3 {
            connection.pass(.seconds(4))
            try connection.send(get())
            #expect(try connection.statuses() == [200])
            connection.pass(.seconds(70))
            #expect(connection.isOpen)
            try connection.send("G")
            connection.pass(almost)
            #expect(connection.isOpen)
            try connection.send(String(get().dropFirst()))
            #expect(try connection.statuses() == [200])
        }
        connection.pass(.milliseconds(74_999))
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(!connection.isOpen)
        #expect(try connection.written() == [])
    }

    @Test func aLaterHeadHasFiveSecondsAsWell() throws {
        let connection = try VirtualConnection(server)
        try connection.send(get())
        #expect(try connection.statuses() == [200])
        connection.pass(.seconds(60))
        try connection.send("GET /metrics")
        connection.pass(almost)
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(try connection.statuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func anAnswerThatNobodyTakesEndsAfterThirtySeconds() throws {
        let connection = try VirtualConnection(server, holds: true)
        try connection.send(get())
        #expect(statistics.inFlight == 1)
        connection.pass(.milliseconds(29_999))
        #expect(connection.isOpen)
        connection.pass(moment)
        #expect(!connection.isOpen)
    }

    @Test func oneAnswerAtATimeForAClientThatDoesNotRead() throws {
        let connection = try VirtualConnection(server, holds: true)
        try connection.send(get() + get() + get("/nothing"))
        #expect(try connection.statuses() == [200])
        #expect(statistics.inFlight == 1)
        connection.take()
        #expect(try connection.statuses() == [200])
        connection.take()
        #expect(try connection.statuses() == [404])
        connection.take()
        #expect(statistics.inFlight == 0)
        #expect(connection.isOpen)
    }

    @Test func moreInFlightThanAllowedAreRefused() throws {
        let busy = try (0..<40).map { _ in try VirtualConnection(server, holds: true) }
        for connection in busy {
            try connection.send(get())
            #expect(try connection.statuses() == [200])
        }
        #expect(statistics.inFlight == 40)
        let refused = try VirtualConnection(server)
        try refused.send(get() + get("/"))
        let answers = Reply.all(in: try refused.written()).replies
        #expect(answers.map(\.status) == [503, 503])
        #expect(answers.first?.fields["retry-after"] == "1")
        #expect((answers.first?.body.utf8.count ?? 999) < 100)
        try refused.send(get("/-/healthy") + get("/-/ready"))
        #expect(try refused.statuses() == [200, 200], "a probe tells whether the program lives")
        busy[0].take()
        try refused.send(get())
        #expect(try refused.statuses() == [200])
        #expect(statistics.inFlight == 39)
        let counts = statistics.counts.filter { $0.handler == .metrics }.map { [$0.status, Int($0.count)] }
        #expect(counts == [[200, 41], [503, 1]])
    }

    @Test func theServersEndLetsAnAnswerFinish() throws {
        let (idle, busy) = (try VirtualConnection(server), try VirtualConnection(server, holds: true))
        try busy.send(get())
        idle.end()
        busy.end()
        #expect(!idle.isOpen)
        #expect(busy.isOpen)
        busy.take()
        #expect(!busy.isOpen)
    }
}
