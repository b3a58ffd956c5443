import NIOCore
import NIOSSL

/// The names that a client's certificate bears, against those that are allowed (`client_allowed_sans`).
enum ClientNames {
    /// Whether one of the certificate's alternative names is exactly one of these; a certificate has to be there.
    static func isAllowed(_ certificate: NIOSSLCertificate?, _ allowed: [String]) -> Bool {
        guard let certificate else { return false }
        return certificate._subjectAlternativeNames().contains { name in
            guard let text = text(of: name) else { return false }
            return allowed.contains(text)
        }
    }

    /// An IP address in its usual form; nil for a kind of name that cannot be allowed.
    private static func text(of name: _SubjectAlternativeName) -> String? {
        let bytes = Array(name.contents)
        switch name.nameType {
        case .dnsName, .email, .uri: return String(validating: bytes, as: UTF8.self)
        case .ipAddress: return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress
        default: return nil
        }
    }
}
