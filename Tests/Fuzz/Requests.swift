import NIOCore
import NIOEmbedded

@testable import Exposition
@testable import ScrapeServer

/// Bytes of a client through the server's own pipeline: whole answers, and in the end a closed connection. The first
/// byte says in pieces of which length they arrive, and whether the client then says that it sends no more. What needs other threads (reload, refresh, users) is left out.
enum Requests {
    private static let server: Server? = {
        guard let address = try? ListenAddress("127.0.0.1:0") else { return nil }
        let endpoint = Endpoint(
            telemetryPath: "/metrics",
            metrics: { request in MetricsBytes(Array("x{f=\"\(request.format)\"} 1\n".utf8)) },
            knows: { $0 == "known" }, isReady: { true }, landing: { LandingPage(version: "1", rows: [], now: 0) })
        return Server(
            configuration: ServerConfiguration(addresses: [address]), endpoint: endpoint, statistics: ScrapeStatistics()
        )
    }()

    static func run(_ input: [UInt8]) {
        guard let server, let first = input.first else { return demand(server != nil, "the server is made") }
        let channel = EmbeddedChannel()
        do {
            try server.configure(channel.pipeline.syncOperations, isOverLimit: first == 0xFF)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            try send(input.dropFirst(), by: first < 8 ? Int(first) + 1 : Server.readBytes, to: channel)
            if first.isMultiple(of: 2), channel.isActive {
                channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            }
            // Longer than every time that a connection is given.
            for _ in 0..<4 { channel.embeddedEventLoop.advanceTime(by: .hours(1)) }
            demand(!channel.isActive, "the connection ends")
            var written: [UInt8] = []
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) { written += buffer.readableBytesView }
            demand(answers(written[...]), "only whole answers: \(String(decoding: written, as: UTF8.self))")
            _ = try channel.finish(acceptAlreadyClosed: true)
        } catch {
            demand(false, "nothing is thrown: \(error)")
        }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, by count: Int, to channel: EmbeddedChannel) throws {
        var rest = bytes
        while !rest.isEmpty, channel.isActive {
            try channel.writeInbound(ByteBuffer(bytes: rest.prefix(count)))
            channel.embeddedEventLoop.run()
            rest = rest.dropFirst(count)
        }
    }

    /// Whether these are answers and nothing else; no body here begins as an answer does, so that one to HEAD is told.
    private static func answers(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard let end = rest.indices.first(where: { rest[$0...].starts(with: "\r\n\r\n".utf8) }) else {
                return false
            }
            let lines = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\r\n")
            let names = lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
            guard lines[0].hasPrefix("HTTP/1."), names.count(where: { $0 == "content-length" }) == 1,
                let place = names.firstIndex(of: "content-length"),
                let length = Int(lines[place + 1].dropFirst("content-length: ".count))
            else { return false }
            rest = rest[(end + 4)...]
            if rest.isEmpty || rest.starts(with: "HTTP/1.".utf8) { continue }
            guard rest.count >= length else { return false }
            rest = rest.dropFirst(length)
        }
        return true
    }
}
