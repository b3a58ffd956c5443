import NIOCore
import Synchronization

/// The open connections, so that they can be counted and, at the end, closed.
final class Connections: Sendable {
    /// What a new connection is to have.
    enum Place: Equatable {
        /// Among those that are served.
        case served
        /// Among the few beyond them that are told so.
        case refused
        case none
    }

    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isEnding = false
        var whenEmpty: EventLoopPromise<Void>?
    }

    /// Connections beyond the limit that are answered before they are closed; more are closed at once.
    static let maxRefused = 32

    private let state = Mutex(State())

    /// Takes in a connection until it closes, where there is a place.
    func add(_ channel: any Channel, limit: Int) -> Place {
        let id = ObjectIdentifier(channel)
        let place = state.withLock { state -> Place in
            guard !state.isEnding, state.open.count < limit + Self.maxRefused else { return .none }
            defer { state.open[id] = channel }
            return state.open.count < limit ? .served : .refused
        }
        if place != .none { channel.closeFuture.whenComplete { [self] _ in remove(id) } }
        return place
    }

    /// Asks every connection to close once it has answered; those that have not after `grace` are closed.
    func close(grace: TimeAmount, on loop: any EventLoop) async {
        let promise = loop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isEnding = true
            if !state.open.isEmpty { state.whenEmpty = promise }
            return Array(state.open.values)
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
            state.open[id] = nil
            return state.open.isEmpty ? state.whenEmpty : nil
        }
        promise?.succeed()
    }
}
