import Synchronization

/// Something that happens once, in a test: who waits goes on when it is opened.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Opens it for those who wait and those who come.
    package func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter() }
    }

    /// Calls back once it is open.
    package func whenOpen(_ act: @escaping @Sendable () -> Void) {
        let isOpen = state.withLock { state in
            if !state.isOpen { state.waiters.append(act) }
            return state.isOpen
        }
        if isOpen { act() }
    }

    /// Waits until it is open.
    package func passed() async {
        await withCheckedContinuation { continuation in whenOpen { continuation.resume() } }
    }
}
