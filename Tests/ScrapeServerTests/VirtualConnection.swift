import NIOCore
import NIOEmbedded

@testable import ScrapeServer

/// One connection of a server whose clock the test moves.
final class VirtualConnection {
    /// Takes what is written and says that it has left when told to, as a client that does not read would have it.
    private final class Holder: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var held: [EventLoopPromise<Void>] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if let promise { held.append(promise) }
            context.write(data, promise: nil)
        }

        func release() {
            let promises = held
            held = []
            for promise in promises { promise.succeed() }
        }
    }

    private let channel = EmbeddedChannel()
    private let holder = Holder()
    private let holds: Bool

    /// `holds: true`: the client takes an answer only when `take` is called.
    init(_ server: Server, holds: Bool = false) throws {
        self.holds = holds
        if holds { try channel.pipeline.syncOperations.addHandler(holder) }
        try server.configure(channel.pipeline.syncOperations, isOverLimit: false)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

    var isOpen: Bool { channel.isActive }

    func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    func take() { holder.release() }

    func end() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    /// What was written since the last call.
    func written() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }

    func statuses() throws -> [Int] { Reply.all(in: try written()).replies.map(\.status) }
}
