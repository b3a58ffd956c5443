import Glibc

/// The listening sockets that systemd passes to a service (`sd_listen_fds(3)`).
package enum PassedSockets {
    /// The first descriptor, by the protocol.
    private static let first: CInt = 3
    /// Sockets of one service.
    static let most = 64

    /// Sockets were to be passed, and were not.
    package struct Missing: Error, CustomStringConvertible {
        package let description = "--web.systemd-socket: systemd has passed no socket to this process"

        package init() {}
    }

    /// Their descriptors, which no program that this one might start inherits; none where nothing was passed to this process.
    package static func descriptors(_ environment: [String: String]) -> [CInt] {
        guard environment["LISTEN_PID"].flatMap({ pid_t($0) }) == getpid(),
            let count = environment["LISTEN_FDS"].flatMap({ CInt($0) }), count > 0, count <= most
        else { return [] }
        let sockets = Array(first..<first + count)
        for socket in sockets { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
        return sockets
    }
}
