import Exposition
import NIOCore
import NIOEmbedded

@testable import ScrapeServer

/// What a client of the endpoint sends.
extension FuzzTarget {
    /// The fields `Accept` and `Accept-Encoding`, a line each.
    static let accept = FuzzTarget(name: "accept") { input in
        let lines = String(decoding: input, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
        // Blanks mean nothing in either.
        let asked = { (line: String?) in (line ?? "").lowercased().filter { $0 != " " && $0 != "\t" } }
        let format = AcceptedFormat(accept: lines.first)
        if format.format == .openMetrics {
            let wanted = asked(lines.first)
            precondition(wanted.contains("openmetrics") || wanted.contains("/*"), "OpenMetrics that nobody asked for")
        }
        let encoding = lines.count > 1 ? lines[1] : nil
        if ContentEncoding.negotiated(encoding) == .gzip {
            let wanted = asked(encoding)
            precondition(wanted.contains("gzip") || wanted.contains("*"), "gzip that nobody asked for")
        }
    }

    /// A connection's bytes through the whole pipeline, in two parts split where the first byte says: what is written are
    /// HTTP answers, and in the end the connection is closed.
    static let request = FuzzTarget(name: "request") { input in
        guard let first = input.first else { return }
        let rest = input.dropFirst()
        let channel = EmbeddedChannel()
        do {
            try server.configure(channel.pipeline.syncOperations, isOverLimit: false)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        } catch {
            preconditionFailure("no connection: \(error)")
        }
        let half = rest.prefix(Int(first))
        // A connection that was closed takes no more.
        for part in [half, rest.dropFirst(half.count)] where channel.isActive {
            _ = try? channel.writeInbound(ByteBuffer(bytes: part))
        }
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        precondition(!channel.isActive, "a connection is kept for ever")
        var written: [UInt8] = []
        while let buffer = try? channel.readOutbound(as: ByteBuffer.self) { written += buffer.readableBytesView }
        precondition(written.isEmpty || written.starts(with: "HTTP/1.1 ".utf8), "no HTTP was written")
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    private static let server = Server(
        configuration: ServerConfiguration(addresses: []),
        endpoint: Endpoint(
            telemetryPath: "/metrics", metrics: { _ in MetricsBytes([UInt8]("x 1\n".utf8)) }, isReady: { true },
            landing: { LandingPage(version: "1", rows: [], now: 0) }),
        statistics: ScrapeStatistics())
}
