import HTTPClient
import TestSupport
import Testing

@Suite struct StatisticsTests {
    @Test func eachRequestCountsOnceForItsCloudAlone() async throws {
        let server = try await ScriptedServer.start { request in
            request.number == 3
                ? [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), .close]
                : [.answer(request.number == 2 ? "503 Busy" : "200 OK")]
        }
        let client = try HTTPClient()
        let (one, other) = (client.transport(TransportSettings()), client.transport(TransportSettings()))
        for operation in [Operation.token, .list, .list, .list] {
            _ = await Client.failure(one, Request(operation, .get, server.url))
        }
        _ = await Client.failure(one, Request(.quota, .get, "no address"))
        _ = await Client.failure(other, Request(.members, .get, server.url))
        await client.shutdown()
        #expect(
            one.statistics.counts == [
                .init(operation: .token, status: 200): 1, .init(operation: .list, status: 503): 1,
                .init(operation: .list, status: nil): 1, .init(operation: .list, status: 200): 1,
                .init(operation: .quota, status: nil): 1,
            ])
        #expect(one.statistics.durations.mapValues { $0.buckets.reduce(0, +) } == [.token: 1, .list: 3, .quota: 1])
        #expect(one.statistics.durations[.list].map { $0.sum > 0 && $0.sum < 60 } == true)
        #expect(other.statistics.counts == [.init(operation: .members, status: 200): 1])
    }

    @Test func aDurationIsInTheBucketOfItsBound() {
        var statistics = RequestStatistics()
        for seconds in [0.05, 0.051, 60, 60.1] { statistics.record(.list, status: 200, seconds: seconds) }
        #expect(statistics.durations[.list]?.buckets == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    }
}
