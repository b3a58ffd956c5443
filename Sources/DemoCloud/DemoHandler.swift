import NIOCore
import NIOHTTP1

/// An answer of the demonstration cloud; JSON always.
struct DemoAnswer: Sendable, Equatable {
    var status: Int
    var subjectToken: String?
    var body: [UInt8]

    /// An error in Glance's shape.
    static func error(_ status: Int, _ title: String, _ message: String) -> Self {
        var json = JSONWriter()
        json.object { json in
            json.field("message", "\(message)<br /><br />\n\n\n")
            json.field("code", "\(status) \(title)")
            json.field("title", title)
        }
        return DemoAnswer(status: status, body: json.bytes)
    }
}

/// One connection to the demonstration cloud.
final class DemoHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Bytes of a request's body; a login has some hundred.
    static let mostBodyBytes = 64 << 10

    private let cloud: DemoCloud
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(cloud: DemoCloud) { self.cloud = cloud }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes):
            body += bytes.readableBytesView
            if body.count > Self.mostBodyBytes { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let answer = cloud.answer(
            method: head.method.rawValue, target: head.uri, token: head.headers.first(name: "X-Auth-Token"), body: body)
        var response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        response.headers.add(name: "Content-Type", value: "application/json")
        response.headers.add(name: "Content-Length", value: "\(answer.body.count)")
        if let token = answer.subjectToken { response.headers.add(name: "X-Subject-Token", value: token) }
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        let isKeptOpen = head.isKeepAlive
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !isKeptOpen { channel.close(promise: nil) }
        }
    }
}
