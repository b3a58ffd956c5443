import NIOCore
import NIOHTTP2

/// Counts the streams of one connection of HTTP/2: one without any for too long is closed, and at the server's end, or where
/// it is one connection too many, each once its last stream has been answered.
final class StreamKeeper: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame

    private let idleTimeout: TimeAmount
    private var context: ChannelHandlerContext?
    private var timer: DeadlineTimer?
    private var open = 0
    private let isOverLimit: Bool
    private var isEnding = false

    init(idleTimeout: TimeAmount, isOverLimit: Bool) {
        self.idleTimeout = idleTimeout
        self.isOverLimit = isOverLimit
    }

    /// A stream begins, on the connection's event loop; false: it comes too late.
    func began(_ stream: any Channel) -> Bool {
        guard !isEnding, context != nil else { return false }
        open += 1
        timer?.stop()
        let bound = NIOLoopBound(self, eventLoop: stream.eventLoop)
        stream.closeFuture.whenComplete { _ in bound.value.ended() }
        return true
    }

    private func ended() {
        open -= 1
        guard open == 0 else { return }
        if isEnding || isOverLimit { context?.close(promise: nil) } else { timer?.arm(idleTimeout) }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = DeadlineTimer(on: context.eventLoop) { [unowned self] in self.context?.close(promise: nil) }
        timer?.arm(idleTimeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isEnding = true
            if open == 0 { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// What breaks the protocol ends the connection; what breaks one stream has ended that.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }

    private func forget() {
        timer?.stop()
        timer = nil
        context = nil
    }
}
