import Glibc

/// The socket on which a service manager listens for notifications (`sd_notify(3)`).
struct NotifySocket: Sendable {
    /// Bytes of a path that a socket's address holds.
    static let longestPath = 107
    /// Seconds that a manager may leave a notification waiting.
    private static let patience = 1

    private let path: String

    /// That `NOTIFY_SOCKET` names, by a path or, behind an `@`, by an abstract name; nil: there is none.
    init?(_ environment: [String: String]) {
        let path = environment["NOTIFY_SOCKET"] ?? ""
        guard path.hasPrefix("/") || path.hasPrefix("@"), (2...Self.longestPath).contains(path.utf8.count) else {
            return nil
        }
        self.path = path
    }

    /// Sends it at once; a manager that does not listen is none of the program's concern.
    func send(_ text: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // An abstract name begins with a zero instead.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let message = Array(text.utf8)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), generic, length)
            }
        }
    }

    /// Microseconds of the clock that the manager compares with; Swift's own are others.
    static var microseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
