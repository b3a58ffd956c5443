import CLibcrypto
import Glibc
import Synchronization

/// The one thread that runs every transfer. Other threads reach it through its inbox; it sleeps until a socket is ready,
/// something is due, or the inbox is not empty.
final class TransferLoop: Sendable {
    private struct Inbox {
        var orders: [TransferOrder] = []
        /// Cancelled, for the loop to end.
        var cancelled: [UInt64] = []
        /// Cancelled, and not yet back with their tasks.
        var known: Set<UInt64> = []
        var nextID: UInt64 = 0
        var isStopping = false
        /// The multi handle goes, and nobody may wake it any more.
        var isClosing = false
        /// The multi handle is gone, with every connection.
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: CurlMulti
    private let inbox = Mutex(Inbox())

    /// Starts the thread; it holds the loop until `stop`.
    init() throws(TransferError) {
        multi = try CurlMulti()
        let status = startThread()
        guard status == 0 else {
            multi.close()
            throw TransferError(.internal, "no thread for transfers: error \(status)")
        }
    }

    /// A number for a request or a cloud, never 0.
    func newID() -> UInt64 {
        inbox.withLock { inbox in
            inbox.nextID += 1
            return inbox.nextID
        }
    }

    /// Starts a request, or fails it at once where it is cancelled already or the loop is stopping.
    func add(_ order: TransferOrder) {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isStopping, !inbox.known.contains(order.id) else { return false }
            inbox.orders.append(order)
            multi.wake()
            return true
        }
        if !isTaken { order.finish(.failure(order.error(.cancelled, TransferRun.cancellation))) }
    }

    /// Ends a request, also one that is not yet added.
    func cancel(_ id: UInt64) {
        inbox.withLock { inbox in
            guard !inbox.isClosing else { return }
            inbox.known.insert(id)
            inbox.cancelled.append(id)
            multi.wake()
        }
    }

    /// A request is back with its task.
    func forget(_ id: UInt64) {
        inbox.withLock { _ = $0.known.remove(id) }
    }

    /// Asks the thread to end; requests that come later fail as cancelled.
    func stop() {
        inbox.withLock { inbox in
            guard !inbox.isClosing else { return }
            inbox.isStopping = true
            multi.wake()
        }
    }

    /// Waits until every transfer and the thread's work have ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = inbox.withLock { inbox in
                if !inbox.hasEnded { inbox.waiters.append(continuation) }
                return inbox.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func work() {
        let run = TransferRun(multi)
        while true {
            let (orders, cancelled, isStopping) = inbox.withLock { inbox in
                defer { (inbox.orders, inbox.cancelled) = ([], []) }
                return (inbox.orders, inbox.cancelled, inbox.isStopping)
            }
            if isStopping {
                for order in orders { order.finish(.failure(order.error(.cancelled, TransferRun.cancellation))) }
                break
            }
            run.turn(orders, cancelled: cancelled)
        }
        run.endAll(.cancelled, TransferRun.cancellation)
        inbox.withLock { $0.isClosing = true }
        multi.close()
        // It would free what it keeps for this thread when that ends, which may be later than the program.
        OPENSSL_thread_stop()
        // Not before: a program that ends meanwhile would take OpenSSL apart under the closing connections.
        let waiters = inbox.withLock { inbox in
            inbox.hasEnded = true
            defer { inbox.waiters = [] }
            return inbox.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The error number, or 0. The thread takes no signal: SIGPIPE would end the program, and others have their own ways.
    private func startThread() -> Int32 {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { unsafe sigdelset(&all, fault) }
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().work()
                }
                return nil
            }, context)
        if status == 0 {
            pthread_detach(thread)
        } else {
            unsafe Unmanaged<TransferLoop>.fromOpaque(context).release()
        }
        return status
    }
}
