import Glibc

/// Tells the service manager what the program is about (`sd_notify(3)`).
struct ServiceNotification {
    enum State: String {
        case ready = "READY=1"
        case stopping = "STOPPING=1"
    }

    /// Bytes of a path that a socket's address holds.
    private static let longestPath = 107

    private let path: String?

    /// Of the manager that `NOTIFY_SOCKET` names, if any.
    init(_ environment: [String: String]) {
        let path = environment["NOTIFY_SOCKET"] ?? ""
        let isAddress = path.hasPrefix("/") || path.hasPrefix("@")
        self.path = isAddress && path.utf8.count <= Self.longestPath ? path : nil
    }

    /// Sends it at once; a manager that does not listen is none of the program's concern.
    func tell(_ state: State) {
        guard let path else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // An abstract name begins with a zero instead.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let message = Array(state.rawValue.utf8)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), generic, length)
            }
        }
    }
}
