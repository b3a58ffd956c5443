import CLibcurl

/// What the loop's thread works on: the transfers that libcurl has, and the requests that wait to start.
final class TransferRun {
    private struct Running {
        let handle: CurlHandle
        var watch: TransferWatch
        /// Its name lookup counts for its cloud.
        var isLookup = true

        var order: TransferOrder { handle.transfer.order }
    }

    static let cancellation = "the request was cancelled"

    private let multi: CurlMulti
    private var running: [UInt64: Running] = [:]
    /// Those whose lookup may not have ended yet, in the order of their start.
    private var lookups: [UInt64] = []
    /// Hosts that could not be connected to: their addresses may have changed, and are looked up anew the next time.
    private var doubted: Set<String> = []
    private static let mostDoubted = 256
    private var admission = Admission<TransferOrder>()
    /// No transfer passes a limit before that moment.
    private var nextLook: ContinuousClock.Instant?

    init(_ multi: CurlMulti) { self.multi = multi }

    /// Requests came, and some are cancelled; then sleeps until there is something to do.
    func turn(_ orders: [TransferOrder], cancelled: [UInt64]) {
        for order in orders { wait(order) }
        for id in cancelled { cancel(id) }
        admit()
        var failure = multi.perform()
        while let (id, code) = multi.nextEnded() { ended(id, code) }
        noteLookups()
        giveUpLate()
        admit()
        let due = [nextLook, admission.soonest].compactMap(\.self).min()
        failure = multi.sleep(milliseconds: due.map { ($0 - .now).inMilliseconds } ?? Int.max) ?? failure
        if let failure { endAll(.internal, "libcurl: \(failure)") }
    }

    /// Ends everything, what waits too.
    func endAll(_ kind: TransferError.Kind, _ text: String) {
        for order in admission.closed() { order.finish(.failure(order.error(kind, text))) }
        for (id, transfer) in running {
            remove(id)
            transfer.handle.transfer.fail(transfer.order.error(kind, text))
        }
    }

    private func wait(_ order: TransferOrder) {
        let deadline = order.started + min(order.request.limits.connect, order.request.limits.total)
        let isWaiting = admission.arrived(
            .init(id: order.id, cloud: order.cloud, deadline: deadline, order: order))
        if !isWaiting { order.finish(.failure(order.error(.internal, "too many requests wait"))) }
    }

    private func cancel(_ id: UInt64) {
        if let order = admission.withdrew(id) {
            order.finish(.failure(order.error(.cancelled, Self.cancellation)))
        } else if let order = running[id]?.order {
            end(id, order.error(.cancelled, Self.cancellation))
        }
    }

    private func admit() {
        while let order = admission.admit() { start(order) }
    }

    private func start(_ order: TransferOrder) {
        let transfer = Transfer(order)
        do throws(TransferError) {
            let isDoubted = doubted.remove(order.address.host) != nil
            let handle = try CurlHandle(transfer, looksUpAnew: isDoubted)
            guard multi.add(handle) else {
                handle.close()
                throw order.error(.internal, "the request could not be started")
            }
            let watch = TransferWatch(order.request.limits, asked: order.started, begun: handle.begun)
            running[order.id] = Running(handle: handle, watch: watch)
            lookups.append(order.id)
            nextLook = handle.begun
        } catch {
            admission.lookupEnded(order.cloud)
            admission.transferEnded()
            transfer.fail(error)
        }
    }

    /// libcurl is done with a transfer.
    private func ended(_ id: UInt64, _ code: CURLcode) {
        guard let handle = running[id]?.handle else { return }
        if code == CURLE_OK, handle.transfer.refusal == nil, handle.proxyRefusal == nil {
            // The answer is taken before the handle goes, and the handle goes before the task hears of it.
            let (status, wireBytes, end) = (handle.status, handle.wireBytes, handle.certificateEnd)
            remove(id)
            handle.transfer.succeed(status: status, wireBytes: wireBytes, certificateEnd: end)
        } else {
            let error = handle.error(code)
            doubt(handle.transfer.order, error)
            remove(id)
            handle.transfer.fail(error)
        }
    }

    /// Ends a transfer before libcurl is done with it. One in its lookup is left to libcurl until the lookup ends, and
    /// opens no connection then.
    private func end(_ id: UInt64, _ error: TransferError) {
        guard let handle = running[id]?.handle, !handle.transfer.isOver else { return }
        doubt(handle.transfer.order, error)
        if handle.phase == .lookup {
            handle.outlastLookup()
            admission.transferEnded()
        } else {
            remove(id)
        }
        handle.transfer.fail(error)
    }

    private func doubt(_ order: TransferOrder, _ error: TransferError) {
        guard error.kind == .connect || error.kind == .tls else { return }
        // A catalog may name a new host at each login.
        if doubted.count >= Self.mostDoubted { doubted.removeAll() }
        doubted.insert(order.address.host)
    }

    private func remove(_ id: UInt64) {
        guard let transfer = running.removeValue(forKey: id) else { return }
        if transfer.isLookup { admission.lookupEnded(transfer.order.cloud) }
        if !transfer.handle.transfer.isOver { admission.transferEnded() }
        multi.remove(transfer.handle)
        transfer.handle.close()
    }

    /// Sees which lookups have ended.
    private func noteLookups() {
        lookups.removeAll { id in
            guard let transfer = running[id] else { return true }
            guard transfer.handle.phase != .lookup else { return false }
            admission.lookupEnded(transfer.order.cloud)
            running[id]?.isLookup = false
            if transfer.handle.transfer.isOver { remove(id) }
            return true
        }
    }

    /// Ends what has passed a limit.
    private func giveUpLate() {
        let now = ContinuousClock.now
        while let (order, isLookup) = admission.waitedTooLong(at: now) {
            let reason = isLookup ? "name lookups" : "transfers"
            order.finish(.failure(order.error(isLookup ? .dns : .timeout, "too many \(reason) are under way")))
        }
        guard let due = nextLook, due <= now else { return }
        nextLook = nil
        for (id, transfer) in running where !transfer.handle.transfer.isOver {
            switch running[id]?.watch.progressed(transfer.handle.progress, at: now) {
            case .look(let next): nextLook = min(nextLook ?? next, next)
            case .giveUp(let limit):
                let phase = transfer.handle.phase
                end(
                    id,
                    transfer.order.error(phase.timeout, "\(phase.text): over the limit \(limit.text(transfer.order))"))
            case nil: break
            }
        }
    }
}

extension TransferWatch.Limit {
    /// The limit and its value, for logs.
    fileprivate func text(_ order: TransferOrder) -> String {
        let limits = order.request.limits
        return switch self {
        case .connect: "for connecting, \(limits.connect)"
        case .firstByte: "for the first byte, \(limits.firstByte)"
        case .stall: "for silence, \(limits.stall)"
        case .total: "for the whole request, \(limits.total)"
        }
    }
}
