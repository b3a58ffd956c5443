import NIOCore
import Synchronization

/// The open connections, so that they can be counted and, at the end, closed.
final class Connections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var whenEmpty: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())

    /// Takes in a connection until it closes; false where `limit` are open.
    func add(_ channel: any Channel, limit: Int) -> Bool {
        let id = ObjectIdentifier(channel)
        let isTaken = state.withLock { state in
            guard state.open.count < limit else { return false }
            state.open[id] = channel
            return true
        }
        if isTaken { channel.closeFuture.whenComplete { [self] _ in remove(id) } }
        return isTaken
    }

    /// Asks every connection to close; those that have not after `grace` are closed.
    func close(grace: Duration, on loop: any EventLoop) async {
        let promise = loop.makePromise(of: Void.self)
        let open = state.withLock { state in
            if !state.open.isEmpty { state.whenEmpty = promise }
            return Array(state.open.values)
        }
        if open.isEmpty { promise.succeed() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ScrapeHandler.ServerIsEnding()) }
        let deadline = loop.scheduleTask(in: .nanoseconds(Int64(grace / .nanoseconds(1)))) {
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
