import NIOCore
import NIOPosix
import NIOSSL

/// A TCP connection that sends any bytes and keeps all that come back.
final class RawClient: Sendable {
    /// All that has come, and whether nothing more will.
    struct Received: Sendable {
        var bytes: [UInt8] = []
        var isClosed = false
    }

    struct NoAnswer: Error {
        var received: [UInt8]
    }

    private let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    private init(_ channel: any Channel, _ inbox: NIOLoopBound<Inbox>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// `reads: false` takes nothing from the system's buffer until `readOn`.
    static func connect(
        _ port: Int, host: String = "127.0.0.1", reads: Bool = true, tls: NIOSSLContext? = nil
    ) async throws -> RawClient {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox()
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(inbox)
                    return RawClient(channel, NIOLoopBound(inbox, eventLoop: channel.eventLoop))
                }
            }
    }

    func send(_ text: String) async throws { try await send([UInt8](text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Sends what the server may not want to take whole.
    func offer(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    func endOutput() async throws { try await channel.close(mode: .output) }

    func close() async { try? await channel.close() }

    func readOn() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// Reads once, whatever there is.
    func readOnce() { channel.read() }

    /// Waits until what was received satisfies `isEnough`.
    func received(_ isEnough: @escaping @Sendable (Received) -> Bool) async throws -> Received {
        try await channel.eventLoop.flatSubmit { [inbox, channel] in
            inbox.value.wait(isEnough, channel.eventLoop.makePromise(of: Received.self))
        }.get()
    }

    func untilClosed() async throws -> [UInt8] { try await received(\.isClosed).bytes }

    /// Sends, and waits for one answer, which is then taken out of what was received.
    func exchange(_ text: String, toHead: Bool = false) async throws -> Reply {
        try await send(text)
        return try await reply(toHead: toHead)
    }

    func reply(toHead: Bool = false) async throws -> Reply {
        let received = try await received { $0.isClosed || Reply.first(in: $0.bytes, toHead: toHead) != nil }
        guard let (reply, count) = Reply.first(in: received.bytes, toHead: toHead) else {
            throw NoAnswer(received: received.bytes)
        }
        try await channel.eventLoop.submit { [inbox] in inbox.value.drop(count) }.get()
        return reply
    }
}

private final class Inbox: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var received = RawClient.Received()
    private var waiting: (isEnough: (RawClient.Received) -> Bool, promise: EventLoopPromise<RawClient.Received>)?

    func wait(
        _ isEnough: @escaping (RawClient.Received) -> Bool, _ promise: EventLoopPromise<RawClient.Received>
    ) -> EventLoopFuture<RawClient.Received> {
        waiting = (isEnough, promise)
        check()
        return promise.futureResult
    }

    func drop(_ count: Int) { received.bytes.removeFirst(count) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.bytes += unwrapInboundIn(data).readableBytesView
        check()
    }

    func channelInactive(context: ChannelHandlerContext) { close() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { close() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func close() {
        received.isClosed = true
        check()
    }

    private func check() {
        guard let waiting, waiting.isEnough(received) else { return }
        self.waiting = nil
        waiting.promise.succeed(received)
    }
}
