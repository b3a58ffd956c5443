import NIOSSL
import Testing
import YAML

@testable import ScrapeServer

/// Every key of the web configuration file, as exporter-toolkit takes and refuses it.
@Suite struct WebConfigTests {
    private static let hash = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi"

    private func read(_ text: String) throws(YAMLError) -> WebConfig {
        try WebConfigReader.read([UInt8](text.utf8), file: "/etc/exporter/web.yml")
    }

    private func tls(_ more: String) throws -> WebConfig.TLS {
        try #require(try read("tls_server_config: {cert_file: a.pem, key_file: /b.pem\(more)}").tls)
    }

    @Test(arguments: ["", "# nothing\n", "{}", "tls_server_config:\nbasic_auth_users:\n", "tls_server_config: {}"])
    func nothingIsValid(text: String) throws { #expect(try read(text) == WebConfig()) }

    @Test func pathsAreBelowTheFilesFolder() throws {
        let tls = try tls(", client_ca_file: ca/ca.pem, client_auth_type: RequireAndVerifyClientCert")
        #expect(tls.certificate == .file("/etc/exporter/a.pem"))
        #expect(tls.key == .file("/b.pem"))
        #expect(tls.clientCA == .file("/etc/exporter/ca/ca.pem"))
        #expect(tls.clientAuth == .requireAndVerify)
    }

    @Test func textsMayStandInTheFile() throws {
        let inline = try read(
            "tls_server_config: {cert: CERT, key: KEY, client_ca: CA, client_auth_type: VerifyClientCertIfGiven}"
        ).tls
        #expect((inline?.certificate, inline?.key, inline?.clientCA) == (.text("CERT"), .text("KEY"), .text("CA")))
        // A file is preferred.
        #expect(try tls(", cert: CERT").certificate == .file("/etc/exporter/a.pem"))
    }

    @Test(arguments: WebConfig.ClientAuth.allCases) func everyClientAuthIsKnown(auth: WebConfig.ClientAuth) throws {
        #expect(try tls(", client_auth_type: \(auth.rawValue)").clientAuth == auth)
    }

    @Test func defaultsAreTheToolkits() throws {
        let tls = try tls("")
        #expect((tls.minimum, tls.maximum, tls.clientAuth) == (.tlsv12, .tlsv13, .none))
        #expect(tls.ciphers == nil)
        #expect(tls.curves == nil)
        #expect(tls.allowedNames == nil)
        #expect(try read("http_server_config: {}").http2)
    }

    @Test func versionsCiphersAndCurvesHaveGosNames() throws {
        let tls = try tls(
            ", min_version: TLS10, max_version: TLS12, prefer_server_cipher_suites: true, client_allowed_sans: [a, b], "
                + "cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA], "
                + "curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]")
        #expect((tls.minimum, tls.maximum) == (.tlsv1, .tlsv12))
        #expect(tls.ciphers == [.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA])
        #expect(tls.curves == [.secp256r1, .secp384r1, .secp521r1, .x25519])
        #expect(tls.allowedNames == ["a", "b"])
        #expect(try self.tls(", min_version: TLS11, max_version: TLS13").minimum == .tlsv11)
        #expect(try self.tls(", cipher_suites: [TLS_AES_128_GCM_SHA256]").ciphers == nil)
        // None without forward secrecy or authenticated encryption by default.
        #expect(
            CipherNames.defaultCiphers.map(\.rawValue).sorted() == [0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA8, 0xCCA9])
    }

    @Test func http2HeadersUsersAndRateAreRead() throws {
        let config = try read(
            """
            http_server_config:
              http2: false
              headers:
                Content-Security-Policy: default-src 'none'
                X-Frame-Options: sameorigin
                X-Content-Type-Options: nosniff
                X-XSS-Protection: 1; mode=block
                Strict-Transport-Security: max-age=31536000
            basic_auth_users: {alice: "\(Self.hash)", "": "\(Self.hash.replacing("$2y", with: "$2b"))"}
            rate_limit: {interval: 250ms, burst: 4}
            """)
        #expect(!config.http2)
        #expect(
            config.headers.map { "\($0.name): \($0.value)" } == [
                "Content-Security-Policy: default-src 'none'", "X-Frame-Options: sameorigin",
                "X-Content-Type-Options: nosniff", "X-XSS-Protection: 1; mode=block",
                "Strict-Transport-Security: max-age=31536000",
            ])
        #expect(config.users["alice"] == Self.hash)
        #expect(config.users.count == 2)
        #expect(config.rateLimit == WebConfig.RateLimit(interval: .milliseconds(250), burst: 4))
        #expect(try read("rate_limit: {burst: 4}").rateLimit == nil)
        #expect(try read("rate_limit: {interval: 0s, burst: 4}").rateLimit == nil)
    }

    private static let pair = "cert_file: a, key_file: b"

    @Test(arguments: [
        (
            "tls: {}", 1,
            "the key tls is not known; allowed are tls_server_config, http_server_config, basic_auth_users, "
                + "rate_limit"
        ),
        ("- a", 1, "expected a mapping, found a list"),
        ("rate_limit: 5", 1, "rate_limit: expected a mapping, found text"),
        (
            "tls_server_config: {certs: x}", 1,
            "the key certs is not known; allowed are cert, cert_file, key, key_file, client_ca, client_ca_file, "
                + "client_auth_type, client_allowed_sans, min_version, max_version, cipher_suites, "
                + "prefer_server_cipher_suites, curve_preferences"
        ),
        ("tls_server_config: {key_file: b}", 1, "tls_server_config: missing one of cert or cert_file"),
        ("tls_server_config: {cert_file: a}", 1, "tls_server_config: missing one of key or key_file"),
        (
            "tls_server_config: {client_auth_type: NoClientCert}", 1,
            "tls_server_config: missing one of cert or cert_file"
        ),
        (
            "tls_server_config: {\(pair), client_ca_file: c}", 1,
            "tls_server_config: client_ca needs a client_auth_type that asks for certificates"
        ),
        (
            "tls_server_config: {\(pair), client_ca: C, client_auth_type: NoClientCert}", 1,
            "tls_server_config: client_ca needs a client_auth_type that asks for certificates"
        ),
        (
            "tls_server_config: {\(pair), client_auth_type: Sometimes}", 1,
            "client_auth_type: \"Sometimes\" is not one of NoClientCert, RequestClientCert, RequireAnyClientCert, "
                + "VerifyClientCertIfGiven, RequireAndVerifyClientCert"
        ),
        (
            "tls_server_config: {\(pair), min_version: SSL30}", 1,
            "min_version: \"SSL30\" is not one of TLS13, TLS12, TLS11, TLS10"
        ),
        (
            "tls_server_config: {\(pair), max_version: TLS11}", 1,
            "max_version: lower than min_version, which is TLS12 by default"
        ),
        (
            "tls_server_config: {\(pair), curve_preferences: [P256]}", 1,
            "curve_preferences: \"P256\" is not one of CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768"
        ),
        (
            "tls_server_config: {\(pair), client_allowed_sans: a}", 1,
            "client_allowed_sans: expected a list, found text"
        ),
        (
            "tls_server_config:\n  cert_file: a\n  key_file: b\n  prefer_server_cipher_suites: perhaps", 4,
            "prefer_server_cipher_suites: expected true or false"
        ),
        ("http_server_config: {http3: true}", 1, "the key http3 is not known; allowed are http2, headers"),
        (
            "http_server_config: {headers: {Server: x}}", 1,
            "headers: Server cannot be set; allowed are Content-Security-Policy, Strict-Transport-Security, "
                + "X-Content-Type-Options, X-Frame-Options, X-XSS-Protection"
        ),
        (
            "http_server_config: {headers: {X-Frame-Options: DENY}}", 1,
            "headers.X-Frame-Options: \"DENY\" is not one of deny, sameorigin"
        ),
        (
            "http_server_config: {headers: {X-Content-Type-Options: sniff}}", 1,
            "headers.X-Content-Type-Options: \"sniff\" is not one of nosniff"
        ),
        (
            "http_server_config: {headers: {X-XSS-Protection: \"1\\n2\"}}", 1,
            "headers.X-XSS-Protection: longer than 4096 bytes, or with a control character"
        ),
        (
            "basic_auth_users:\n  alice: hush", 2,
            "basic_auth_users.alice: is no bcrypt hash; expected $2a$, $2b$ or $2y$, the cost from 04 to 31, $, and 53 "
                + "characters"
        ),
        ("rate_limit: {interval: 1s, burst: -1}", 1, "rate_limit.burst: expected from 0 to 1000000"),
        ("rate_limit: {interval: soon}", 1, "rate_limit.interval: expected a time like 100ms, 1s or 1m30s"),
        ("rate_limit: {interval: 1s, rate: 2}", 1, "the key rate is not known; allowed are interval, burst"),
    ])
    func whatCannotBeIsRefused(text: String, line: Int, message: String) {
        let error = #expect(throws: YAMLError.self) { try read(text) }
        #expect(error?.message == message)
        #expect(error?.line == line)
        #expect(error?.message.contains("hush") == false)
    }

    @Test func unknownAndWeakCiphersAreRefusedByName() {
        for name in ["TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_RC4_128_SHA", "aes"] {
            let error = #expect(throws: YAMLError.self) { try tls(", cipher_suites: [\(name)]") }
            #expect(
                error?.message.hasPrefix("cipher_suites: \"\(name)\" is not one of TLS_AES_128_GCM_SHA256, ") == true)
        }
    }

    @Test(arguments: [
        ("1s", 1.0), ("1m30s", 90), ("1.5h", 5400), ("250ms", 0.25), ("100us", 0.0001), ("100µs", 0.0001),
        ("7ns", 7e-9),
        ("1000000000", 1), ("0", 0), ("0s", 0), (".5s", 0.5),
    ])
    func durationsAreGos(text: String, seconds: Double) {
        #expect(GoDuration.parse(text).map { abs($0 / .seconds(1) - seconds) < 1e-12 } == true)
    }

    @Test(arguments: ["", "s", "1", "-1s", "1 s", "1d", "1s1", "1.2.3s", "1e3s", "900000h", "+1s"])
    func otherTextsAreNone(text: String) { #expect(GoDuration.parse(text) == (text == "1" ? .nanoseconds(1) : nil)) }
}
