import NIOCore
import NIOSSL
import Synchronization

/// The TLS contexts of accepted connections. The files are read again for each, and a context made where they have
/// changed; what cannot be used ends the connection.
final class ServerTLS: Sendable {
    /// How one connection is to be spoken to.
    struct Session: Sendable {
        let context: NIOSSLContext
        let clientAuth: WebConfig.ClientAuth
        let allowedNames: [String]?
        /// Unix seconds at the end of the server's certificate.
        let certificateExpiry: Double

        /// Takes part in the handshake where Go would take any certificate.
        func handler() -> NIOSSLServerHandler {
            switch clientAuth {
            case .request, .requireAny:
                NIOSSLServerHandler(context: context) { _, promise in promise.succeed(.certificateVerified) }
            case .none, .verifyIfGiven, .requireAndVerify: NIOSSLServerHandler(context: context)
            }
        }
    }

    /// All that a context is made of.
    private struct Material: Equatable {
        var config: WebConfig.TLS
        var http2: Bool
        var certificate: [UInt8]
        var key: [UInt8]
        var clientCA: [UInt8]?
    }

    /// Bytes of one file of certificates, as many as a system's own authorities have.
    static let longestFile = 4 << 20

    private let source: WebConfigSource
    /// Failures too: the TLS library loses some KiB at each certificate that does not go with its key.
    private let known = Mutex<(material: Material, outcome: Result<Session, WebConfigError>)?>(nil)

    init(_ source: WebConfigSource) { self.source = source }

    /// What the files say now. Reads files, so not to be called on an event loop.
    func session() throws(WebConfigError) -> Session {
        // One file may have been read before a change and the next one after it: the second reading is whole.
        do throws(WebConfigError) { return try read() } catch { return try read() }
    }

    private func read() throws(WebConfigError) -> Session {
        let config = try source.current()
        guard let tls = config.tls else { throw WebConfigError("TLS cannot be switched off without a restart") }
        let material = Material(
            config: tls, http2: config.http2, certificate: try Self.bytes(tls.certificate),
            key: try Self.bytes(tls.key), clientCA: try tls.clientCA.map(Self.bytes))
        if let known = known.withLock({ $0 }), known.material == material { return try known.outcome.get() }
        let outcome = Result { () throws(WebConfigError) in try Self.session(material) }
        known.withLock { $0 = (material, outcome) }
        return try outcome.get()
    }

    private static func bytes(_ pem: WebConfig.PEM) throws(WebConfigError) -> [UInt8] {
        switch pem {
        case .text(let text): Array(text.utf8)
        case .file(let path): try WebConfigSource.content(of: path, atMost: longestFile)
        }
    }

    private static func session(_ material: Material) throws(WebConfigError) -> Session {
        let tls = material.config
        let chain = try certificates(material.certificate, tls.certificate, "cert")
        let key = try asking(name(of: tls.key, "key"), "holds no private key in PEM form that can be used") {
            try NIOSSLPrivateKey(bytes: material.key, format: .pem)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = tls.minimum
        configuration.maximumTLSVersion = tls.maximum
        configuration.cipherSuiteValues = tls.ciphers ?? CipherNames.defaultCiphers
        configuration.curves = tls.curves
        configuration.applicationProtocols = material.http2 ? ["h2", "http/1.1"] : ["http/1.1"]
        switch tls.clientAuth {
        case .none: configuration.certificateVerification = .none
        case .request, .verifyIfGiven: configuration.certificateVerification = .optionalVerification
        case .requireAny, .requireAndVerify: configuration.certificateVerification = .noHostnameVerification
        }
        configuration.trustRoots = .default
        if let clientCA = material.clientCA, let place = tls.clientCA {
            configuration.trustRoots = .certificates(try certificates(clientCA, place, "client_ca"))
        }
        let context = try asking("tls_server_config", "the certificate and the key do not go together") {
            try NIOSSLContext(configuration: configuration)
        }
        return Session(
            context: context, clientAuth: tls.clientAuth, allowedNames: tls.allowedNames,
            certificateExpiry: Double(chain[0].notValidAfter))
    }

    private static func certificates(
        _ bytes: [UInt8], _ pem: WebConfig.PEM, _ key: String
    ) throws(WebConfigError) -> [NIOSSLCertificate] {
        let name = name(of: pem, key)
        let certificates = try asking(name, "holds no certificate in PEM form") {
            try NIOSSLCertificate.fromPEMBytes(bytes)
        }
        guard !certificates.isEmpty else { throw WebConfigError("\(name): holds no certificate in PEM form") }
        return certificates
    }

    private static func name(of pem: WebConfig.PEM, _ key: String) -> String {
        switch pem {
        case .text: key
        case .file(let path): path
        }
    }

    /// The TLS library's own errors may quote what they were given.
    private static func asking<Value>(
        _ name: String, _ problem: String, _ make: () throws -> Value
    ) throws(WebConfigError) -> Value {
        do { return try make() } catch { throw WebConfigError("\(name): \(problem)") }
    }
}
