import Glibc
import NIOCore

/// Why an address could not be listened on.
package struct ListenError: Error, Equatable, CustomStringConvertible {
    /// As it was asked for.
    package var address: String
    package var reason: String

    init(_ address: ListenAddress, _ error: any Error) {
        self.address = "\(address)"
        reason =
            switch error {
            case let error as IOError: Self.reason(errno: error.errnoCode) ?? "\(error)"
            case is SocketAddressError.UnknownHost: "no address is known for the host"
            default: "\(error)"
            }
    }

    package var description: String { "cannot listen on \(address): \(reason)" }

    /// The machine has no IPv6 at all, or none that may be listened on.
    static func isWithoutIPv6(_ error: any Error) -> Bool {
        guard let code = (error as? IOError)?.errnoCode else { return false }
        return code == EAFNOSUPPORT || code == EADDRNOTAVAIL || code == EPROTONOSUPPORT
    }

    private static func reason(errno: CInt) -> String? {
        switch errno {
        case EADDRINUSE: "the address is in use"
        case EACCES, EPERM: "permission denied"
        case EADDRNOTAVAIL: "this machine does not have the address"
        case EAFNOSUPPORT: "this machine does not support such an address"
        case EMFILE, ENFILE: "too many open files"
        default: nil
        }
    }
}
