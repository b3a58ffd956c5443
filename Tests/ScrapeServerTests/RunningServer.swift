import Synchronization

@testable import ScrapeServer

/// A server on a free port of loopback, with a page of its own.
struct RunningServer: Sendable {
    let server: Server
    let statistics: ScrapeStatistics
    let ports: [Int]

    var port: Int { ports[0] }

    static let defaultPage = [UInt8]("x 1\n".utf8)

    /// Runs `body` against the server, and shuts it down whatever happens.
    static func run(
        page: [UInt8] = defaultPage, endpoint: Endpoint? = nil, addresses: [String] = ["127.0.0.1:0"],
        _ change: (inout ServerConfiguration) -> Void = { _ in }, _ body: (RunningServer) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration(addresses: try addresses.map(ListenAddress.init))
        // A machine that stands still for some seconds must not fail a test that is not about time.
        for limit in [\ServerConfiguration.headTimeout, \.bodyTimeout, \.answerTimeout, \.idleTimeout] {
            configuration[keyPath: limit] = .hours(1)
        }
        change(&configuration)
        let statistics = ScrapeStatistics()
        let server = Server(
            configuration: configuration, endpoint: endpoint ?? .plain(page: page), statistics: statistics)
        let bound = try await server.start()
        let ports = bound.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }
        do {
            try await body(RunningServer(server: server, statistics: statistics, ports: ports))
        } catch {
            await server.shutdown(grace: .zero)
            throw error
        }
        await server.shutdown(grace: .zero)
    }
}

extension Endpoint {
    /// Ready, with one page whatever the encoding.
    static func plain(
        page: [UInt8] = RunningServer.defaultPage, refresh: (@Sendable (Duration?) async -> Void)? = nil,
        reload: (@Sendable () async -> String?)? = nil
    ) -> Endpoint {
        let wait: Endpoint.Refresh = { _, limit in
            guard let refresh else { return nil }
            return { await refresh(limit) }
        }
        return Endpoint(
            telemetryPath: "/metrics", metrics: { _ in MetricsBytes(page) }, knows: { $0 == "known" }, refresh: wait,
            reload: reload, isReady: { true },
            landing: { LandingPage(version: "1", rows: [], now: 0) })
    }
}

func get(_ path: String = "/metrics", _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n"
}
