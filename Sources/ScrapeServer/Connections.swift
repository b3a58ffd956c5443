import NIOCore
import NIOSSL
import Synchronization

/// The open connections, so that they can be counted, make room for one another and, at the end, be closed. They share one
/// event loop, which is where all but the end is told.
final class Connections: Sendable {
    /// What a new connection is to have.
    enum Place: Equatable {
        /// Among those that are served.
        case served
        /// Among the few beyond them that are told so.
        case refused
        case none
    }

    private struct Entry {
        let channel: any Channel
        let isServed: Bool
        /// Requests that are being answered.
        var answers = 0
        /// Since when none is, so that it is the client's turn.
        var waitingSince: NIODeadline
        /// Answers that are written and have not left, as the client does not read.
        var untaken = 0
        var untakenSince: NIODeadline
    }

    private struct State {
        var open: [ObjectIdentifier: Entry] = [:]
        var served = 0
        var isEnding = false
        var whenEmpty: EventLoopPromise<Void>?

        /// Of the connections that satisfy `isCandidate`, the one with the earliest time.
        func first(by time: KeyPath<Entry, NIODeadline>, where isCandidate: (Entry) -> Bool) -> Entry? {
            var first: Entry?
            for entry in open.values where isCandidate(entry) {
                if let earlier = first, earlier[keyPath: time] <= entry[keyPath: time] { continue }
                first = entry
            }
            return first
        }

        mutating func remove(_ id: ObjectIdentifier) {
            if let entry = open.removeValue(forKey: id), entry.isServed { served -= 1 }
        }
    }

    /// Connections beyond the limit that are answered before they are closed; more are closed at once.
    static let maxRefused = 32

    /// Connections that find room also where polls have taken all descriptors that they may.
    static let always = 8

    private let state = Mutex(State())

    /// Takes in a connection until it closes, where there is a place. At the limit, the one whose client has kept the server
    /// waiting for longest gives up its place, so that who asks gets in however many hold a connection and ask nothing; one
    /// that is being answered does not. Looks at each open connection once at most. `isAtLimit`: there may not be more than
    /// there are now, or `always`.
    func add(_ channel: any Channel, limit: Int, isAtLimit: Bool = false) -> Place {
        let id = ObjectIdentifier(channel)
        let now = channel.eventLoop.now
        let (place, leaving) = state.withLock { state -> (Place, (any Channel)?) in
            guard !state.isEnding else { return (.none, nil) }
            let limit = isAtLimit ? min(limit, max(state.served, Self.always)) : limit
            var leaving: (any Channel)?
            if state.served >= limit {
                leaving = state.first(by: \.waitingSince) { $0.isServed && $0.answers == 0 }?.channel
                if let leaving { state.remove(ObjectIdentifier(leaving)) }
            }
            let isServed = state.served < limit
            guard isServed || state.open.count < limit + Self.maxRefused else { return (.none, leaving) }
            if isServed { state.served += 1 }
            state.open[id] = Entry(channel: channel, isServed: isServed, waitingSince: now, untakenSince: now)
            return (isServed ? .served : .refused, leaving)
        }
        if place != .none { channel.closeFuture.whenComplete { [self] _ in remove(id) } }
        if let leaving { Self.drop(leaving) }
        return place
    }

    /// Closes the connection whose client has left an answer unread for longest, and for `patience` at least; false: there is
    /// none. Looks at each open connection once at most.
    func dropUntaken(patience: TimeAmount, now: NIODeadline) -> Bool {
        let leaving = state.withLock { state in
            state.first(by: \.untakenSince) { $0.untaken > 0 && $0.untakenSince + patience <= now }?.channel
        }
        guard let leaving else { return false }
        Self.drop(leaving)
        return true
    }

    /// Asks every connection to close once it has answered; those that have not after `grace` are closed.
    func close(grace: TimeAmount, on loop: any EventLoop) async {
        let promise = loop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isEnding = true
            if !state.open.isEmpty { state.whenEmpty = promise }
            return state.open.values.map(\.channel)
        }
        if open.isEmpty { promise.succeed() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        let deadline = loop.scheduleTask(in: grace) {
            for channel in open { channel.close(promise: nil) }
        }
        try? await promise.futureResult.get()
        deadline.cancel()
    }

    private func remove(_ id: ObjectIdentifier) {
        let promise: EventLoopPromise<Void>? = state.withLock { state in
            state.remove(id)
            return state.open.isEmpty ? state.whenEmpty : nil
        }
        promise?.succeed()
    }

    /// Closes a connection now: over TLS without waiting for the client's farewell.
    private static func drop(_ channel: any Channel) {
        if let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) {
            tls.close(promise: nil)
        } else {
            channel.close(promise: nil)
        }
    }
}

/// What becomes of the requests of a connection.
extension Connections {
    /// A request is being answered.
    func answerBegan(on channel: any Channel) {
        change(channel) { $0.answers += 1 }
    }

    /// It is not any more.
    func answerEnded(on channel: any Channel) {
        change(channel) { entry in
            entry.answers -= 1
            if entry.answers == 0 { entry.waitingSince = channel.eventLoop.now }
        }
    }

    /// It was answered at once.
    func answered(on channel: any Channel) {
        change(channel) { $0.waitingSince = channel.eventLoop.now }
    }

    /// An answer is written, and does not leave at once.
    func answerIsUntaken(on channel: any Channel) {
        change(channel) { entry in
            if entry.untaken == 0 { entry.untakenSince = channel.eventLoop.now }
            entry.untaken += 1
        }
    }

    /// It has left.
    func answerWasTaken(on channel: any Channel) {
        change(channel) { $0.untaken -= 1 }
    }

    private func change(_ channel: any Channel, _ change: (inout Entry) -> Void) {
        state.withLock { state in
            guard let entry = state.open.index(forKey: ObjectIdentifier(channel)) else { return }
            change(&state.open.values[entry])
        }
    }
}
