import NIOCore
import NIOHTTP1

/// The shell around one connection's state: feeds it what happens on the channel, and does what it asks for.
final class ScrapeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    private let endpoint: Endpoint
    private let statistics: ScrapeStatistics
    private let configuration: ServerConfiguration
    private let door: FrontDoor
    /// Of HTTP/2: there is no connection to speak of.
    private let isStream: Bool
    private let isOverLimit: Bool
    /// Told of each request for metrics that is admitted.
    private let scraped: @Sendable () -> Void
    private var turn: ConnectionTurn
    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    private var timer: DeadlineTimer?
    private let refreshes: Refreshes
    /// The number of the refresh that the answer at hand waits for.
    private var refresh: Int?
    /// The request that waits has its place among those in flight.
    private var isCounted = false
    private var isReadHeldBack = false
    private var actions: [ConnectionState.Action] = []
    private var isPerforming = false

    init(
        endpoint: Endpoint, statistics: ScrapeStatistics, configuration: ServerConfiguration,
        connections: Connections = Connections(), refreshes: Refreshes = Refreshes(),
        door: FrontDoor = FrontDoor(WebConfigSource(path: nil)), isStream: Bool = false, isOverLimit: Bool = false,
        scraped: @escaping @Sendable () -> Void = {}
    ) {
        self.endpoint = endpoint
        self.statistics = statistics
        self.configuration = configuration
        turn = ConnectionTurn(connections)
        self.refreshes = refreshes
        self.door = door
        self.isStream = isStream
        self.isOverLimit = isOverLimit
        self.scraped = scraped
        state = ConnectionState(maxHeadBytes: configuration.maxHeadBytes, maxBodyBytes: configuration.maxBodyBytes)
    }

    /// Whether the parser is to see what arrives.
    var isParsing: Bool { state.isParsing }
    /// Whether what arrives next begins a request.
    var isBetweenRequests: Bool { state.isBetweenRequests }
    /// What the parser is reading, where it begins a request.
    var opening: ByteBuffer?

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
        turn.changed(isAnswering: false, hasAnswered: false, on: connection(of: context))
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
        guard let error = error as? HTTPParserError else { return perform([.close]) }
        let line = opening.flatMap { RequestLine($0.readableBytesView) }
        perform(state.refused(RequestRules.refusal(of: error, line)))
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
        if let context {
            turn.changed(isAnswering: state.isAnswering, hasAnswered: hasAnswered, on: connection(of: context))
        }
        if let deadline { timer?.arm(configuration.time(deadline)) }
        if isReadHeldBack, state.isReading, let context {
            isReadHeldBack = false
            context.read()
        }
    }

    private func connection(of context: ChannelHandlerContext) -> any Channel {
        isStream ? context.channel.parent ?? context.channel : context.channel
    }

    /// Takes a place among the requests in flight, from a client that does not read its answer if need be.
    private func begin(_ handler: ScrapeHandlerName, _ context: ChannelHandlerContext) -> Bool {
        let limit = handler.isAlwaysAnswered ? nil : configuration.maxRequests
        return statistics.begin(limit: limit)
            || turn.connections.dropUntaken(patience: configuration.answerPatience, now: context.eventLoop.now)
                && statistics.begin(limit: limit)
    }

    private func answer(_ request: ScrapeRequest, isLast: Bool, _ context: ChannelHandlerContext) {
        switch door.verdict(on: request) {
        case .refused(let refusal, let headers): refuse(refusal.with(headers), request, isLast: isLast, context)
        case .admitted(let headers): admit(request, headers, isLast: isLast, context)
        case .undecided(let comparison, let headers):
            guard door.begin() else {
                return refuse(HTTPAnswer.tooManyPasswords.with(headers), request, isLast: isLast, context)
            }
            let judge: @Sendable () async -> Bool = { [door] in await door.judge(comparison) }
            wait(on: context.eventLoop, for: judge) { handler, isRight in
                guard let context = handler.context else { return }
                guard isRight else {
                    return handler.refuse(HTTPAnswer.unauthorized.with(headers), request, isLast: isLast, context)
                }
                handler.admit(request, headers, isLast: isLast, context)
            }
        }
    }

    /// An answer that takes no place among the requests in flight.
    private func refuse(
        _ answer: HTTPAnswer, _ request: ScrapeRequest, isLast: Bool, _ context: ChannelHandlerContext
    ) {
        perform(state.refreshed())
        var answer = answer
        answer.handler = endpoint.handler(of: request.target)
        statistics.answered(answer.handler, status: answer.status)
        write(answer, hasBody: !request.isHead, connection: request.connection(isLast: isLast), context) {}
    }

    /// Answers whoever may ask, at once or when what is asked for has been fetched.
    private func admit(
        _ request: ScrapeRequest, _ headers: [WebConfig.Header], isLast: Bool, _ context: ChannelHandlerContext
    ) {
        let handler = endpoint.handler(of: request.target)
        guard begin(handler, context) else {
            return refuse(HTTPAnswer.tooManyRequests.with(headers), request, isLast: isLast, context)
        }
        if handler == .metrics { scraped() }
        guard request.isRefreshing, let fetch = endpoint.wait(before: request) else {
            perform(state.refreshed())
            return write(endpoint.answer(request).with(headers), to: request, isLast: isLast, context)
        }
        isCounted = true
        wait(on: context.eventLoop, for: fetch) { handler, answer in
            handler.isCounted = false
            handler.perform(handler.state.refreshed())
            guard let context = handler.context else { return handler.statistics.end() }
            let answer = answer ?? handler.endpoint.answer(request)
            handler.write(answer.with(headers), to: request, isLast: isLast, context)
        }
    }

    /// Goes on when `work` is done, unless the client is gone by then.
    private func wait<Outcome: Sendable>(
        on loop: any EventLoop, for work: @escaping @Sendable () async -> Outcome,
        then goOn: @escaping @Sendable (ScrapeHandler, Outcome) -> Void
    ) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        refresh = refreshes.begin { number in
            let outcome = await work()
            if Task.isCancelled { return }
            loop.execute {
                guard bound.value.refresh == number else { return }
                bound.value.refresh = nil
                goOn(bound.value, outcome)
            }
        }
    }

    /// The client is gone: nobody waits any more.
    private func abandonRefresh() {
        guard let refresh else { return }
        self.refresh = nil
        refreshes.cancel(refresh)
        if isCounted { statistics.end() }
        isCounted = false
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
        for buffer in hasBody ? answer.body.buffers : [] {
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let own = self.connection(of: context)
        turn.answerIsWritten()
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { result in
            whenWritten()
            let handler = bound.value
            handler.turn.answerHasLeft(own)
            if case .success = result {
                handler.perform(handler.state.answerWritten())
            } else {
                handler.perform([.close])
            }
        }
        turn.writingEnded(on: own)
    }
}
