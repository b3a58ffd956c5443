import Glibc

/// Descriptors that connections leave to what cannot do without: once a second libdispatch looks at its threads in /proc, and
/// ends the program where it cannot.
package enum SpareDescriptors {
    /// A reserve; an eighth of the process's limit where that is less.
    static let most = 64

    /// Whether no more than so many reserves are free, as the descriptor's number shows: it was the lowest that was free.
    package static func areAllThatIsLeft(beside descriptor: Int32, reserves: Int) -> Bool {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return false }
        return areAllThatIsLeft(beside: descriptor, reserves: reserves, limit: Int(clamping: limits.rlim_cur))
    }

    static func areAllThatIsLeft(beside descriptor: Int32, reserves: Int, limit: Int) -> Bool {
        Int(descriptor) >= limit - reserves * min(most, limit / 8)
    }

    /// Whether no more than so many reserves are free.
    package static func areAllThatIsLeft(reserves: Int) -> Bool {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return true }
        defer { close(probe) }
        return areAllThatIsLeft(beside: probe, reserves: reserves)
    }
}
