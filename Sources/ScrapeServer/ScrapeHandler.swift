import NIOCore
import NIOHTTP1

/// The shell around one connection's state: feeds it what happens on the channel, and does what it asks for.
final class ScrapeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    /// Of the answer at hand: whether it is on its way to the system, and whether it waits for the client to read.
    private enum Departure {
        case none, written, untaken
    }

    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let configuration: ServerConfiguration
    private let door: FrontDoor
    /// Of HTTP/2: there is no connection to speak of.
    private let isStream: Bool
    private let isOverLimit: Bool
    private let connections: Connections
    private var isAnswering = false
    private var departure = Departure.none
    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    private var timer: DeadlineTimer?
    private let refreshes: Refreshes
    /// The number of the refresh that the answer at hand waits for.
    private var refresh: Int?
    private var isReadHeldBack = false
    private var actions: [ConnectionState.Action] = []
    private var isPerforming = false

    init(
        endpoint: Endpoint, statistics: ScrapeStatistics, configuration: ServerConfiguration,
        connections: Connections = Connections(), refreshes: Refreshes = Refreshes(),
        door: FrontDoor = FrontDoor(WebConfigSource(path: nil)),
        isStream: Bool = false, isOverLimit: Bool = false
    ) {
        self.endpoint = endpoint
        self.statistics = statistics
        self.configuration = configuration
        self.connections = connections
        self.refreshes = refreshes
        self.door = door
        self.isStream = isStream
        self.isOverLimit = isOverLimit
        state = ConnectionState(maxHeadBytes: configuration.maxHeadBytes, maxBodyBytes: configuration.maxBodyBytes)
    }

    /// Whether the parser is to see what arrives.
    var isParsing: Bool { state.isParsing }

    func bytesArrived(_ count: Int) { perform(state.bytesArrived(count)) }

    func bytesParsed() { perform(state.bytesParsed()) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = DeadlineTimer(on: context.eventLoop) { [unowned self] in perform(state.deadlinePassed()) }
        // Over TLS the connection is older than its handlers.
        if context.channel.isActive { opened() }
    }

    func handlerRemoved(context: ChannelHandlerContext) { closed(context) }

    func channelActive(context: ChannelHandlerContext) {
        opened()
        context.fireChannelActive()
    }

    private func opened() { perform(isOverLimit ? state.openedOverLimit() : state.opened()) }

    func channelInactive(context: ChannelHandlerContext) {
        closed(context)
        context.fireChannelInactive()
    }

    private func closed(_ context: ChannelHandlerContext) {
        abandonRefresh()
        timer?.stop()
        timer = nil
        self.context = nil
        if isAnswering { connections.answerEnded(on: connection(of: context)) }
        isAnswering = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if let refusal = RequestRules.refusal(of: head, configuration) {
                perform(state.refused(head.method == .HEAD ? refusal.withoutBody : refusal))
            } else {
                var request = ScrapeRequest(head)
                request.isRefreshing = endpoint.wait(before: request) != nil
                perform(state.headEnded(request))
            }
        case .body(let content): perform(state.contentArrived(content.readableBytes))
        case .end: perform(state.requestEnded())
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            perform(state.serverEnded())
        } else if let event = event as? ChannelEvent, event == .inputClosed {
            perform(state.inputClosed())
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        perform(error is HTTPParserError ? state.refused(RequestRules.refusal(of: error)) : [.close])
    }

    func read(context: ChannelHandlerContext) {
        isReadHeldBack = !state.isReading
        if state.isReading { context.read() }
    }
}

extension ScrapeHandler {
    /// A written answer leads to the next action at once, so that the actions wait in a row rather than on the stack;
    /// of several time-outs the last one counts.
    private func perform(_ more: [ConnectionState.Action]) {
        actions += more
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        var deadline: ConnectionState.Deadline?
        var hasAnswered = false
        while !actions.isEmpty {
            let action = actions.removeFirst()
            guard let context else { continue }
            switch action {
            case .arm(let next): deadline = next
            case .answer(let request, let isLast):
                hasAnswered = true
                answer(request, isLast: isLast, context)
            case .refuse(let answer):
                statistics.answered(answer.handler, status: answer.status)
                write(answer, hasBody: true, connection: isStream ? nil : "close", context) {}
            case .endOutput where isStream: context.close(promise: nil)
            case .endOutput: context.close(mode: .output, promise: nil)
            case .close: context.close(promise: nil)
            }
        }
        if let context { tellTurn(on: connection(of: context), hasAnswered: hasAnswered) }
        if let deadline { timer?.arm(configuration.time(deadline)) }
        if isReadHeldBack, state.isReading, let context {
            isReadHeldBack = false
            context.read()
        }
    }

    /// Connections make room by whose turn it is.
    private func tellTurn(on connection: any Channel, hasAnswered: Bool) {
        switch (isAnswering, state.isAnswering) {
        case (false, true): connections.answerBegan(on: connection)
        case (true, false): connections.answerEnded(on: connection)
        case (false, false) where hasAnswered: connections.answered(on: connection)
        default: break
        }
        isAnswering = state.isAnswering
    }

    private func connection(of context: ChannelHandlerContext) -> any Channel {
        isStream ? context.channel.parent ?? context.channel : context.channel
    }

    /// Takes a place among the requests in flight, from a client that does not read its answer if need be.
    private func begin(_ handler: ScrapeHandlerName, _ context: ChannelHandlerContext) -> Bool {
        let limit = handler.isAlwaysAnswered ? nil : configuration.maxRequests
        return statistics.begin(limit: limit)
            || connections.dropUntaken(patience: configuration.answerPatience, now: context.eventLoop.now)
                && statistics.begin(limit: limit)
    }

    private func answer(_ request: ScrapeRequest, isLast: Bool, _ context: ChannelHandlerContext) {
        let handler = endpoint.handler(of: request.target)
        guard begin(handler, context) else {
            statistics.answered(handler, status: 503)
            actions += state.refreshed()
            let refusal = HTTPAnswer.tooManyRequests(handler)
            return write(refusal, hasBody: !request.isHead, connection: request.connection(isLast: isLast), context) {}
        }
        switch door.verdict(on: request) {
        case .refused(let refusal, let headers):
            actions += state.refreshed()
            write(refusal.with(headers, handler: handler), to: request, isLast: isLast, context)
        case .admitted(let headers):
            guard request.isRefreshing, let wait = endpoint.wait(before: request) else {
                actions += state.refreshed()
                return write(endpoint.answer(request).with(headers), to: request, isLast: isLast, context)
            }
            answer(request, headers, isLast: isLast, context, after: wait)
        case .undecided(let comparison, let headers):
            let wait = endpoint.wait(before: request)
            answer(request, headers, isLast: isLast, context) { [door] in
                guard await door.judge(comparison) else { return .unauthorized.with([], handler: handler) }
                return await wait?()
            }
        }
    }

    /// Answers when `work` is done, which may give the answer itself.
    private func answer(
        _ request: ScrapeRequest, _ headers: [WebConfig.Header], isLast: Bool, _ context: ChannelHandlerContext,
        after work: @escaping @Sendable () async -> HTTPAnswer?
    ) {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        refresh = refreshes.begin { number in
            let answer = await work()
            if Task.isCancelled { return }
            loop.execute { bound.value.refreshEnded(number, answer, request, headers, isLast: isLast) }
        }
    }

    private func refreshEnded(
        _ number: Int, _ answer: HTTPAnswer?, _ request: ScrapeRequest, _ headers: [WebConfig.Header], isLast: Bool
    ) {
        guard refresh == number, let context else { return }
        refresh = nil
        perform(state.refreshed())
        write((answer ?? endpoint.answer(request)).with(headers), to: request, isLast: isLast, context)
    }

    /// The client is gone: nobody waits any more.
    private func abandonRefresh() {
        guard let refresh else { return }
        self.refresh = nil
        refreshes.cancel(refresh)
        statistics.end()
    }

    private func write(
        _ answer: HTTPAnswer, to request: ScrapeRequest, isLast: Bool, _ context: ChannelHandlerContext
    ) {
        statistics.answered(answer.handler, status: answer.status)
        let statistics = statistics
        write(answer, hasBody: !request.isHead, connection: request.connection(isLast: isLast), context) {
            statistics.end()
        }
    }

    private func write(
        _ answer: HTTPAnswer, hasBody: Bool, connection: String?, _ context: ChannelHandlerContext,
        whenWritten: @escaping @Sendable () -> Void
    ) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        for field in answer.fields { head.headers.add(name: field.name, value: field.value) }
        if let connection { head.headers.add(name: "Connection", value: connection) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasBody, !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let own = self.connection(of: context)
        departure = .written
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { result in
            whenWritten()
            let handler = bound.value
            if handler.departure == .untaken { handler.connections.answerWasTaken(on: own) }
            handler.departure = .none
            if case .success = result {
                handler.perform(handler.state.answerWritten())
            } else {
                handler.perform([.close])
            }
        }
        if departure == .written {
            departure = .untaken
            connections.answerIsUntaken(on: own)
        }
    }
}
