import Glibc
import NIOCore
import NIOPosix

/// One connection of a `ScriptedServer`: cuts requests out of the bytes and does what the script says, one after another.
final class ScriptedServerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var number = 0
    private var cutter = RequestCutter()
    private var steps: [ScriptedServerStep] = []
    private var isWaiting = false

    init(_ server: ScriptedServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) { number = server.connectionOpened() }

    func channelInactive(context: ChannelHandlerContext) { server.connectionClosed() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        cutter.arrived(unwrapInboundIn(data).readableBytesView)
        while let (head, body) = cutter.next() {
            steps += server.requestArrived(number, head: head, body: body)
        }
        goOn(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func goOn(_ context: ChannelHandlerContext) {
        while !isWaiting, !steps.isEmpty {
            switch steps.removeFirst() {
            case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .sendForever(let bytes): sendForever(ByteBuffer(bytes: bytes), context)
            case .trickle(let bytes, let pause): trickle(bytes, at: 0, .milliseconds(pause), context)
            case .wait(let gate): wait(gate, context)
            case .close: context.close(promise: nil)
            case .reset: reset(context)
            }
        }
    }

    private func wait(_ gate: Gate, _ context: ChannelHandlerContext) {
        isWaiting = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        gate.whenOpen {
            loop.execute {
                let (connection, context) = bound.value
                connection.isWaiting = false
                connection.goOn(context)
            }
        }
    }

    private func sendForever(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(buffer)).whenSuccess {
            let (connection, context) = bound.value
            connection.sendForever(buffer, context)
        }
    }

    private func trickle(_ bytes: [UInt8], at place: Int, _ pause: TimeAmount, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [bytes[place % bytes.count]])), promise: nil)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            let (connection, context) = bound.value
            connection.trickle(bytes, at: place + 1, pause, context)
        }
    }

    private func reset(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let options = context.channel as? any SocketOptionProvider
        options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }
}
