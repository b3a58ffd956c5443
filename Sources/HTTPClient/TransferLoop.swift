import CLibcurl
import Glibc
import Synchronization

/// The one thread that runs every transfer through a `curl_multi`. It sleeps until a socket is ready, libcurl or a
/// transfer's own deadline is due, or something is put into its inbox.
///
/// Sendable: other threads reach the inbox, which is locked, and call `curl_multi_wakeup`, which libcurl allows from any
/// thread while the handle lives; the handle lives until the thread has ended, and is used for all else by it alone.
@safe final class TransferLoop: @unchecked Sendable {
    /// Connections kept open for reuse.
    static let idleConnections = 256

    private struct Inbox {
        var transfers: [Transfer] = []
        var cancelled: Set<UInt64> = []
        var isStopped = false
        var nextID: UInt64 = 0
    }

    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())
    /// Used by the loop's thread alone.
    private var handles: [UInt64: CurlHandle] = [:]
    private var thread = pthread_t()

    init() throws(TransferError) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = unsafe curl_multi_init() else {
            throw TransferError(.internal, "libcurl could not be set up")
        }
        unsafe self.multi = unsafe multi
        _ = unsafe curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(&thread, nil, { context in
            guard let context = unsafe context else { return nil }
            unsafe Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }, context)
        guard status == 0 else {
            unsafe Unmanaged<TransferLoop>.fromOpaque(context).release()
            throw TransferError(.internal, "no thread for transfers: error \(status)")
        }
    }

    deinit { _ = unsafe curl_multi_cleanup(multi) }

    func newID() -> UInt64 {
        inbox.withLock { inbox in
            inbox.nextID += 1
            return inbox.nextID
        }
    }

    func add(_ transfer: Transfer) {
        let isStopped = inbox.withLock { inbox in
            if !inbox.isStopped { inbox.transfers.append(transfer) }
            return inbox.isStopped
        }
        if isStopped { transfer.fail(Self.cancellation) } else { wake() }
    }

    /// Ends a transfer, also one that is not yet added.
    func cancel(_ id: UInt64) {
        inbox.withLock { _ = $0.cancelled.insert(id) }
        wake()
    }

    /// Forgets a cancellation that came when the transfer had ended.
    func forget(_ id: UInt64) {
        inbox.withLock { _ = $0.cancelled.remove(id) }
    }

    /// Ends every transfer and the thread; those added later fail as cancelled.
    func stop() {
        let wasStopped = inbox.withLock { inbox in
            defer { inbox.isStopped = true }
            return inbox.isStopped
        }
        wake()
        if !wasStopped { _ = pthread_join(thread, nil) }
    }

    private func wake() { _ = unsafe curl_multi_wakeup(multi) }

    private static let cancellation = TransferError(.cancelled, "the request was cancelled")

    private func run() {
        while takeInbox() {
            var running: Int32 = 0
            _ = unsafe curl_multi_perform(multi, &running)
            finishDone()
            let wait = giveUpSilent()
            _ = unsafe curl_multi_poll(multi, nil, 0, wait, nil)
        }
        for id in Array(handles.keys) { end(id, Self.cancellation) }
    }

    /// Starts and cancels what the inbox asks for; false when the loop is to end.
    private func takeInbox() -> Bool {
        let (transfers, cancelled, isStopped) = inbox.withLock { inbox in
            defer { inbox.transfers = [] }
            return (inbox.transfers, inbox.cancelled, inbox.isStopped)
        }
        for transfer in transfers {
            if isStopped || cancelled.contains(transfer.id) {
                transfer.fail(Self.cancellation)
            } else {
                start(transfer)
            }
        }
        for id in cancelled { end(id, Self.cancellation) }
        return !isStopped
    }

    private func start(_ transfer: Transfer) {
        guard let handle = CurlHandle(transfer) else {
            transfer.fail(TransferError(.internal, "\(transfer.address.text): the request could not be set up"))
            return
        }
        guard unsafe curl_multi_add_handle(multi, handle.easy) == CURLM_OK else {
            handle.close()
            transfer.fail(TransferError(.internal, "\(transfer.address.text): the request could not be started"))
            return
        }
        handles[transfer.id] = handle
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let code = unsafe curl_message_result(message)
            let easy = unsafe message.pointee.easy_handle
            guard let id = handles.first(where: { unsafe $0.value.easy == easy })?.key else { continue }
            end(id, code)
        }
    }

    private func end(_ id: UInt64, _ code: CURLcode) {
        guard let handle = handles[id] else { return }
        guard code == CURLE_OK, handle.transfer.refusal == nil else {
            let text = unsafe String(cString: curl_easy_strerror(code))
            let kind = TransferError.Kind(code, phase: handle.phase)
            end(id, TransferError(kind, "\(handle.transfer.address.text): \(text)"))
            return
        }
        handles[id] = nil
        _ = unsafe curl_multi_remove_handle(multi, handle.easy)
        handle.transfer.succeed(status: handle.status, wireBytes: handle.wireBytes)
        handle.close()
    }

    private func end(_ id: UInt64, _ error: TransferError) {
        guard let handle = handles.removeValue(forKey: id) else { return }
        _ = unsafe curl_multi_remove_handle(multi, handle.easy)
        handle.close()
        handle.transfer.fail(error)
    }

    /// Ends the transfers whose server has been silent too long; milliseconds until the next such moment.
    private func giveUpSilent() -> Int32 {
        let now = ContinuousClock.now
        var next = now + .seconds(3600)
        for (id, handle) in handles {
            let transfer = handle.transfer
            if transfer.silenceDeadline <= now {
                let error = TransferError(
                    handle.phase.timeout, "\(transfer.address.text): no answer in time (\(handle.phase))")
                end(id, error)
            } else {
                next = min(next, transfer.silenceDeadline)
            }
        }
        return Int32(clamping: (next - now).inMilliseconds)
    }
}
