import Exposition
import Foundation
import TestSupport
import Testing

@testable import ScrapeServer

/// A compressed page through the whole way, read by a client that others use.
@Suite struct CompressionTests {
    static let curl = "/usr/bin/curl"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: curl)), arguments: [[], ["--compressed"]])
    func curlReadsThePage(arguments: [String]) async throws {
        let family = Family("x_images", .gauge, labels: ["i"], help: "Images.")
        let page = MetricsPage(families: [family])
        let samples = (0..<5000).map { Sample(["\($0)"], .integer(Int128($0))) }
        page.publish(cloud: "a", lines: [TextFormat.lines(family, constant: [], samples: samples)])
        let tail = [UInt8]("x_tail 1\n".utf8)
        let endpoint = Endpoint(
            telemetryPath: "/metrics", metrics: { page.answer($0, tail: tail) }, isReady: { true },
            landing: { LandingPage(version: "1", rows: [], now: 0) })
        let server = Server(
            configuration: ServerConfiguration(addresses: [try ListenAddress("127.0.0.1:0")]), endpoint: endpoint,
            statistics: ScrapeStatistics())
        let address = try #require(try await server.start().first)
        let asking = ["--noproxy", "*", "--silent", "--fail", "http://\(address)/metrics"]
        let read = try await Command.run(Self.curl, asking + arguments).bytes
        await server.shutdown(grace: .zero)
        #expect(read == page.answer(ExpositionRequest(), tail: tail).whole)
    }
}
