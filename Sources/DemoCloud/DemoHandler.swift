import NIOCore
import NIOHTTP1

/// One connection to the demonstration cloud; requests come one at a time, as the pipeline sees to.
final class DemoHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request: method, target, token, body.
    typealias Answerer = @Sendable (String, String, String?, [UInt8]) -> DemoAnswer

    /// Bytes of a request's body; a login has some hundred.
    static let mostBodyBytes = 64 << 10

    private let answerer: Answerer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answerer: @escaping Answerer) { self.answerer = answerer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes):
            guard let head else { return }
            guard body.count + bytes.readableBytes <= Self.mostBodyBytes else {
                self.head = nil
                return send(
                    .glance(413, "Request Entity Too Large", "The body is too large."), head, context, keepsOpen: false)
            }
            body.append(contentsOf: bytes.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            let answer = answerer(head.method.rawValue, head.uri, head.headers.first(name: "X-Auth-Token"), body)
            send(answer, head, context, keepsOpen: head.isKeepAlive)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(
        _ answer: DemoAnswer, _ request: HTTPRequestHead, _ context: ChannelHandlerContext, keepsOpen: Bool
    ) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        head.headers.add(name: "Content-Type", value: answer.contentType)
        head.headers.add(name: "Content-Length", value: String(answer.body.count))
        if let token = answer.subjectToken { head.headers.add(name: "X-Subject-Token", value: token) }
        if let challenge = answer.challenge { head.headers.add(name: "WWW-Authenticate", value: challenge) }
        if !keepsOpen { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !keepsOpen { channel.close(promise: nil) }
        }
    }
}
