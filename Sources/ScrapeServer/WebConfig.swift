import NIOSSL

/// What exporter-toolkit's web configuration file says: who may ask, and how the endpoint is spoken to.
struct WebConfig: Sendable, Equatable {
    /// A text in PEM form: written in the file itself, or in one of its own.
    enum PEM: Sendable, Equatable {
        case text(String)
        case file(String)
    }

    /// What is asked of a client's certificate, by Go's names.
    enum ClientAuth: String, Sendable, CaseIterable {
        case none = "NoClientCert"
        case request = "RequestClientCert"
        case requireAny = "RequireAnyClientCert"
        case verifyIfGiven = "VerifyClientCertIfGiven"
        case requireAndVerify = "RequireAndVerifyClientCert"

        /// A client without a certificate is turned away.
        var isRequired: Bool { self == .requireAny || self == .requireAndVerify }
    }

    struct TLS: Sendable, Equatable {
        var certificate: PEM
        var key: PEM
        var clientCA: PEM?
        var clientAuth = ClientAuth.none
        /// Exact DNS names, e-mail addresses, IP addresses or URIs, one of which a client's certificate has to bear; nil: any.
        var allowedNames: [String]?
        var minimum = TLSVersion.tlsv12
        var maximum = TLSVersion.tlsv13
        /// Of TLS 1.2 and before; nil: those with forward secrecy and authenticated encryption.
        var ciphers: [NIOTLSCipher]?
        var curves: [NIOTLSCurve]?
    }

    struct RateLimit: Sendable, Equatable {
        /// From one request to the next, more than 0.
        var interval: Duration
        /// Requests that may come at once.
        var burst: Int
    }

    /// Nil: plain HTTP.
    var tls: TLS?
    /// Offered over TLS.
    var http2 = true
    /// Sent with every answer, in the order of the file.
    var headers: [Header] = []
    /// bcrypt hashes by user; none: everyone may ask.
    var users: [String: String] = [:]
    /// Nil: no limit.
    var rateLimit: RateLimit?

    struct Header: Sendable, Equatable {
        var name: String
        var value: String
    }
}
