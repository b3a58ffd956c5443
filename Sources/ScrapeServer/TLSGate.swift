import NIOCore
import NIOSSL
import NIOTLS

/// Waits for the end of a TLS handshake, and has the connection spoken to as was agreed; a client that takes too long, or
/// whose certificate bears none of the allowed names, is turned away.
final class TLSGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let session: ServerTLS.Session
    private let timeout: TimeAmount
    private let agreed: (_ isHTTP2: Bool, ChannelHandlerContext) throws -> Void
    private var deadline: Scheduled<Void>?

    /// `agreed` adds the handlers of the protocol.
    init(
        _ session: ServerTLS.Session, timeout: TimeAmount,
        agreed: @escaping (_ isHTTP2: Bool, ChannelHandlerContext) throws -> Void
    ) {
        self.session = session
        self.timeout = timeout
        self.agreed = agreed
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted(let negotiated): handshaken(negotiated, context)
        // Whoever has not shaken hands by now has asked for nothing.
        case is ChannelShouldQuiesceEvent: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func handshaken(_ negotiated: String?, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        do {
            guard try isAllowed(context) else { return context.close(promise: nil) }
            try agreed(negotiated == "h2", context)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    private func isAllowed(_ context: ChannelHandlerContext) throws -> Bool {
        guard let allowed = session.allowedNames, session.clientAuth != .none else { return true }
        let handler = try context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        return ClientNames.isAllowed(handler.peerCertificate, allowed)
    }
}
