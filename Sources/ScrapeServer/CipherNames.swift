import NIOSSL

/// The names of ciphers, curves and versions that exporter-toolkit takes, which are Go's.
enum CipherNames {
    /// Those that Go calls secure; TLS 1.3's are always on and are accepted without effect.
    static let ciphers: [(name: String, value: NIOTLSCipher?)] = [
        ("TLS_AES_128_GCM_SHA256", nil), ("TLS_AES_256_GCM_SHA384", nil), ("TLS_CHACHA20_POLY1305_SHA256", nil),
        ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA),
        ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA),
        ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA),
        ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA),
        ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384),
        ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384),
        ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
        ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256),
        ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256),
    ]

    static let curves: [(name: String, value: NIOTLSCurve)] = [
        ("CurveP256", .secp256r1), ("CurveP384", .secp384r1), ("CurveP521", .secp521r1), ("X25519", .x25519),
        ("X25519MLKEM768", .x25519_MLKEM768),
    ]

    /// The latest first.
    static let versions: [(name: String, value: TLSVersion)] = [
        ("TLS13", .tlsv13), ("TLS12", .tlsv12), ("TLS11", .tlsv11), ("TLS10", .tlsv1),
    ]

    /// Where none are configured: forward secrecy and authenticated encryption.
    static let defaultCiphers: [NIOTLSCipher] = ciphers.filter { !$0.name.contains("_CBC_") }.compactMap(\.value)
}
