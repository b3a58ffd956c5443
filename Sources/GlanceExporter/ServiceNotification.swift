import Synchronization

/// Tells the service manager what the program is about, in the order that the protocol wants (`sd_notify(3)`).
final class ServiceNotification: Sendable {
    private enum Phase {
        case starting, ready, stopping
    }

    private let send: @Sendable (String) -> Void
    private let phase = Mutex(Phase.starting)

    /// `send` hands one notification over.
    init(send: @escaping @Sendable (String) -> Void) { self.send = send }

    /// To the manager that the environment names, if any.
    convenience init(_ environment: [String: String]) {
        let socket = NotifySocket(environment)
        self.init { socket?.send($0) }
    }

    /// The program serves.
    func ready() {
        phase.withLock { phase in
            guard phase == .starting else { return }
            phase = .ready
            send("READY=1")
        }
    }

    /// The program ends.
    func stopping() {
        phase.withLock { phase in
            guard phase != .stopping else { return }
            phase = .stopping
            send("STOPPING=1")
        }
    }

    /// Around a reload, as `Type=notify-reload` wants it; without a word unless the program serves.
    func whileReloading(_ reload: () async -> Void) async {
        let isTold = phase.withLock { phase in
            guard phase == .ready else { return false }
            send("RELOADING=1\nMONOTONIC_USEC=\(NotifySocket.microseconds)")
            return true
        }
        await reload()
        phase.withLock { if isTold, $0 == .ready { send("READY=1") } }
    }
}
