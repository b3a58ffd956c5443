import NIOCore

/// Stands before the HTTP decoder: bounds the bytes and the time of a request's head, and the time between requests.
final class ConnectionGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let configuration: ServerConfiguration
    private var headBytes = 0
    private var isReadingHead = true
    private var isRefused = false
    private var timer: Scheduled<Void>?

    init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(configuration.headTimeout, status: "408 Request Timeout", context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        if isReadingHead, headBytes == 0 { schedule(configuration.headTimeout, status: "408 Request Timeout", context) }
        headBytes += unwrapInboundIn(data).readableBytes
        context.fireChannelRead(data)
        // What was read may have ended several heads; only a head that is still open counts.
        if isReadingHead, headBytes > configuration.maxHeadBytes {
            refuse("431 Request Header Fields Too Large", context)
        }
    }

    /// The decoder gave out a whole head.
    func headArrived() {
        isReadingHead = false
        headBytes = 0
        timer?.cancel()
    }

    /// An answer is on its way; `remaining` more requests are already waiting.
    func answered(context: ChannelHandlerContext) {
        isReadingHead = true
        headBytes = 0
        schedule(configuration.idleTimeout, status: nil, context)
    }

    private func schedule(_ time: TimeAmount, status: String?, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) {
            let (handler, context) = bound.value
            if let status, handler.headBytes > 0 {
                handler.refuse(status, context)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func refuse(_ status: String, _ context: ChannelHandlerContext) {
        isRefused = true
        timer?.cancel()
        let answer = Self.rawAnswer(status)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    /// An answer outside the HTTP encoder, after which the connection is closed.
    static func rawAnswer(_ status: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(status.utf8.count - 3)\r\n"
            + "Connection: close\r\n\r\n\(status.dropFirst(4))\n"
    }
}

/// Stands behind the decoder and before the pipelining handler, which may hold a head back: tells the guard of each.
final class HeadObserver: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let connectionGuard: ConnectionGuard

    init(_ connectionGuard: ConnectionGuard) {
        self.connectionGuard = connectionGuard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connectionGuard.headArrived()
        context.fireChannelRead(data)
    }
}
