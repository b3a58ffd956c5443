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
        let bytes = unwrapInboundIn(data)
        let opening = handler.isBetweenRequests ? bytes : nil
        handler.bytesArrived(bytes.readableBytes)
        guard handler.isParsing else { return }
        // What the parser cannot read it reports while it is called.
        handler.opening = opening
        context.fireChannelRead(data)
        handler.opening = nil
        handler.bytesParsed()
    }
}
