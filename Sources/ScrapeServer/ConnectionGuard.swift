import NIOCore

/// Stands before the HTTP decoder: the connection's state hears of every byte, the parser sees only what it may.
final class ConnectionGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let handler: ScrapeHandler

    init(_ handler: ScrapeHandler) {
        self.handler = handler
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handler.bytesArrived(unwrapInboundIn(data).readableBytes)
        guard handler.isParsing else { return }
        context.fireChannelRead(data)
        handler.bytesParsed()
    }
}
