import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after the other.
final class ScrapeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Sent through the pipeline when the server is to end: an idle connection closes, a busy one after its answer.
    struct ServerIsEnding: Sendable {}

    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let configuration: ServerConfiguration
    private let connectionGuard: ConnectionGuard
    private var head: HTTPRequestHead?
    private var bodyBytes = 0
    private var isBusy = false
    private var isEnding = false

    init(
        endpoint: Endpoint, statistics: ScrapeStatistics, configuration: ServerConfiguration,
        connectionGuard: ConnectionGuard
    ) {
        self.endpoint = endpoint
        self.statistics = statistics
        self.configuration = configuration
        self.connectionGuard = connectionGuard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodyBytes = 0
            isBusy = true
            if let refusal = RequestRules.refusal(of: head, configuration) { refuse(refusal, context) }
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if head != nil, bodyBytes > configuration.maxBodyBytes {
                refuse(HTTPAnswer(413, .other, text: "Content too large"), context)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ServerIsEnding {
            isEnding = true
            if !isBusy { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let isClosing = isEnding || !head.isKeepAlive
        guard statistics.begin(limit: configuration.maxRequests) else {
            let answer = HTTPAnswer(503, .other, text: "Too many requests in flight", fields: [("Retry-After", "1")])
            statistics.answered(.other, status: 503)
            write(answer, isHead: head.method == .HEAD, isClosing: isClosing, context) {}
            return
        }
        let answer = endpoint.answer(
            method: head.method.rawValue, target: head.uri, acceptEncoding: Self.acceptEncoding(of: head))
        statistics.answered(answer.handler, status: answer.status)
        let statistics = statistics
        write(answer, isHead: head.method == .HEAD, isClosing: isClosing, context) { statistics.end() }
    }

    /// Answers what cannot be served and ends the connection: what follows it cannot be trusted.
    private func refuse(_ answer: HTTPAnswer, _ context: ChannelHandlerContext) {
        head = nil
        statistics.answered(.other, status: answer.status)
        write(answer, isHead: false, isClosing: true, context) {}
    }

    private func write(
        _ answer: HTTPAnswer, isHead: Bool, isClosing: Bool, _ context: ChannelHandlerContext,
        whenWritten: @escaping @Sendable () -> Void
    ) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        for field in answer.fields { head.headers.add(name: field.name, value: field.value) }
        if isClosing { head.headers.add(name: "Connection", value: "close") }
        let deadline = context.eventLoop.scheduleTask(in: configuration.answerTimeout) { [channel = context.channel] in
            channel.close(promise: nil)
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead, !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            deadline.cancel()
            whenWritten()
            let (handler, context) = bound.value
            handler.isBusy = false
            if isClosing || handler.isEnding {
                context.close(promise: nil)
            } else {
                handler.connectionGuard.answered(context: context)
            }
        }
    }

    private static func acceptEncoding(of head: HTTPRequestHead) -> String? {
        let values = head.headers[canonicalForm: "Accept-Encoding"]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
