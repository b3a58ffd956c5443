import Foundation
import NIOCore
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import ScrapeServer

/// TLS and HTTP/2 against curl and openssl.
@Suite struct TLSTests {
    /// A server with a certificate for 127.0.0.1; `more` are further keys of `tls_server_config`.
    private func run(
        _ more: String = "", _ rest: String = "", addresses: [String] = ["127.0.0.1:0"],
        handshake: TimeAmount = .hours(1), interval: Duration = .seconds(3600), maxConnections: Int = 512,
        endpoint: Endpoint? = nil,
        _ body: (RunningServer, Authority) async throws -> Void
    ) async throws {
        let folder = try WebFolder()
        let authority = try await Authority(folder)
        try await authority.issue("server", "IP:127.0.0.1")
        try folder.write(Self.config(more, rest))
        try Server.check(webConfigFile: folder.config)
        try await RunningServer.run(endpoint: endpoint, addresses: addresses) { configuration in
            configuration.webConfigFile = folder.config
            configuration.handshakeTimeout = handshake
            configuration.certificateInterval = interval
            configuration.maxConnections = maxConnections
            configuration.report = { fault in folder.faults.withLock { $0.append(fault) } }
        } _: { running in
            try await body(running, authority)
        }
    }

    private static func config(_ more: String, _ rest: String = "") -> String {
        "tls_server_config: {cert_file: server.pem, key_file: server.key\(more)}\n\(rest)\n"
    }

    @Test func bothVersionsOfHTTPAreSpoken() async throws {
        try await run { running, authority in
            try await running.expect("200 2", authority)
            try await running.expect("200 1.1", authority, ["--http1.1"])
            try await running.expect("200 1.1", authority, ["--http1.0"])
            try await running.expect("200 2", authority, ["--tls-max", "1.2"])
            try await running.expect("200 2", authority, ["--head"])
            try await running.expect("405 2", authority, ["--request", "DELETE"])
            try await running.expect("404 2", authority, ["--data", "x"], path: "/nothing")
            try await running.expect("000 0", authority, ["--header", "Host:"])
            // Plain HTTP on a port of TLS.
            try await Curl.expect("000 0", ["http://127.0.0.1:\(running.port)/"])
            #expect(running.statistics.webCertificateExpiry ?? 0 > Date.now.timeIntervalSince1970)
        }
    }

    @Test func withoutHTTP2TheOldOneIsSpoken() async throws {
        try await run("", "http_server_config: {http2: false}") { running, authority in
            try await running.expect("200 1.1", authority)
        }
    }

    /// Many requests of one connection, and one that is too large.
    @Test func streamsHaveTheSameBounds() async throws {
        try await run { running, authority in
            let many = ["--parallel", "--parallel-max", "30", "--head"]
            let answers = try await Command.run(
                "/usr/bin/curl",
                ["--silent", "--cacert", authority.folder.path("ca.pem"), "--write-out", "%{http_code}\n"] + many
                    + ["https://127.0.0.1:\(running.port)/-/[1-60]"])
            #expect(answers.output.components(separatedBy: "404\n").count == 61)
            let large = ["--header", "X-Large: \(String(repeating: "x", count: 17_000))"]
            try await running.expect("000 0", authority, large)
            try await running.expect("431 1.1", authority, large + ["--http1.1"])
            try await running.expect("200 2", authority)
            #expect(running.statistics.inFlight == 0)
        }
    }

    /// Go's five policies: no certificate, one of the authority, one of a stranger.
    @Test(arguments: [
        ("NoClientCert", [true, true, true]), ("RequestClientCert", [true, true, true]),
        ("RequireAnyClientCert", [false, true, true]), ("VerifyClientCertIfGiven", [true, true, false]),
        ("RequireAndVerifyClientCert", [false, true, false]),
    ])
    func clientsAreAskedAsConfigured(policy: String, expected: [Bool]) async throws {
        let authority = policy == "NoClientCert" ? "" : ", client_ca_file: ca.pem"
        try await run(", client_auth_type: \(policy)\(authority)") { running, authority in
            try await authority.issue("friend", "DNS:friend.example")
            try await authority.issue("stranger", "DNS:friend.example", isStranger: true)
            var admitted: [Bool] = []
            for client in [nil, "friend", "stranger"] {
                let answer = try await running.curl(authority, as: client)
                #expect(["200 2", "000 0"].contains(answer))
                admitted.append(answer == "200 2")
            }
            #expect(admitted == expected)
        }
    }

    @Test(arguments: [
        "DNS:prom.example", "email:ops@prom.example", "IP:192.0.2.7", "URI:spiffe://prom/a", "IP:2001:db8::7",
    ])
    func oneAllowedNameOpens(name: String) async throws {
        let policy = ", client_ca_file: ca.pem, client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: "
        let text = name.drop { $0 != ":" }.dropFirst()
        try await run(policy + "[other.example, \"\(text)\"]") { running, authority in
            try await authority.issue("friend", "DNS:x.example,\(name)")
            try await authority.issue("other", "DNS:x.prom.example,DNS:prom.example.org,IP:192.0.2.8")
            try await running.expect("200 2", authority, as: "friend")
            try await running.expect("000 0", authority, as: "other")
            try await running.expect("000 0", authority)
        }
    }

    /// By default nothing below TLS 1.2, and of that only forward secrecy with authenticated encryption.
    @Test func weakProtocolsAreRefused() async throws {
        try await run { running, authority in
            let old = ["--ciphers", "DEFAULT@SECLEVEL=0", "--tls-max"]
            for version in ["1.0", "1.1"] { #expect(try await running.curl(authority, old + [version]) == "000 0") }
            for cipher in ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA"] {
                let weak = ["--tls-max", "1.2", "--ciphers", cipher]
                try await running.expect("000 0", authority, weak)
            }
            let strong = ["--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"]
            try await running.expect("200 2", authority, strong)
        }
    }

    @Test func versionsCiphersAndCurvesAreObeyed() async throws {
        try await run(", min_version: TLS13") { running, authority in
            try await running.expect("000 0", authority, ["--tls-max", "1.2"])
            try await running.expect("200 2", authority)
        }
        let narrow =
            ", max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA], curve_preferences: [CurveP384]"
        try await run(narrow) { running, authority in
            try await running.expect("000 0", authority, ["--tlsv1.3"])
            let allowed = ["--http1.1", "--ciphers", "ECDHE-ECDSA-AES128-SHA", "--curves"]
            try await running.expect("200 1.1", authority, allowed + ["P-256:P-384"])
            try await running.expect("000 0", authority, allowed + ["P-256"])
            let other = ["--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"]
            try await running.expect("000 0", authority, other)
        }
    }

    /// A new certificate counts from the next handshake on; a broken one closes the door and says why, and heals.
    @Test func certificatesAreReadAgain() async throws {
        try await run { running, authority in
            let folder = authority.folder
            let client = ["--cacert", folder.path("new.pem")]
            try await authority.issue("new", "IP:127.0.0.1", isStranger: true)
            try await running.expect("000 0", authority, client)
            try FileManager.default.removeItem(atPath: folder.path("server.key"))
            try await running.expect("000 0", authority)
            try folder.write(Self.config("").replacing("server", with: "new").replacing("tls_new", with: "tls_server"))
            try await running.expect("200 2", authority, client)
            try await running.expect("000 0", authority)
            try folder.write("{}")
            try await running.expect("000 0", authority, client)
            let faults = folder.faults.withLock { Set($0) }
            #expect(faults.contains("\(folder.path("server.key")): there is no such file"))
            #expect(faults.contains("TLS cannot be switched off without a restart"))
        }
    }

    /// By a scraper that stays connected.
    @Test func theEndOfANewCertificateIsSeenWithoutAHandshake() async throws {
        try await run(interval: .zero) { running, authority in
            let folder = authority.folder
            try await authority.issue("later", "IP:127.0.0.1", days: 9)
            var trust = TLSConfiguration.makeClientConfiguration()
            trust.trustRoots = .file(folder.path("ca.pem"))
            let client = try await RawClient.connect(running.port, tls: NIOSSLContext(configuration: trust))
            _ = try await client.exchange(get())
            let early = try #require(running.statistics.webCertificateExpiry)
            try folder.write(Self.config("").replacing("server.", with: "later."))
            var late = early
            for _ in 1...1000 where late == early {
                #expect(try await client.exchange(get()).status == 200)
                late = running.statistics.webCertificateExpiry ?? early
            }
            #expect(((late - early) / 86_400).rounded() == 7)
        }
    }

    @Test func aHandshakeThatDoesNotEndIsEnded() async throws {
        try await run(handshake: .milliseconds(1)) { running, _ in
            let client = try await RawClient.connect(running.port)
            #expect(try await client.untilClosed() == [])
        }
    }

    @Test func whoAsksGetsInPastHandshakesThatDoNotEnd() async throws {
        try await run(maxConnections: 2) { running, authority in
            let silent = [try await RawClient.connect(running.port), try await RawClient.connect(running.port)]
            try await running.expect("200 2", authority)
            #expect(try await silent[0].untilClosed() == [])
            try await running.expect("200 1.1", authority, ["--http1.1"])
        }
    }

    @Test func aConnectionWithAStreamThatIsBeingAnsweredStays() async throws {
        let source = RefreshTests.Source()
        try await run(maxConnections: 1, endpoint: .plain(refresh: source.refresh)) { running, authority in
            async let answer = running.curl(authority)
            let refresh = await source.next()
            try await running.expect("503 2", authority, path: "/-/healthy")
            refresh?.finish()
            #expect(try await answer == "200 2")
        }
    }

    @Test(arguments: [
        (
            "cert_file: ca.pem, key_file: server.key",
            "tls_server_config: the certificate and the key do not go together"
        ),
        ("cert_file: none.pem, key_file: server.key", "FOLDER/none.pem: there is no such file"),
        ("cert_file: server.key, key_file: server.key", "FOLDER/server.key: holds no certificate in PEM form"),
        (
            "cert_file: server.pem, key_file: server.pem",
            "FOLDER/server.pem: holds no private key in PEM form that can be used"
        ),
        ("cert: hush, key_file: server.key", "cert: holds no certificate in PEM form"),
        (
            "cert_file: server.pem, key_file: server.key, client_ca: hush, client_auth_type: RequestClientCert",
            "client_ca: holds no certificate in PEM form"
        ),
    ])
    func whatCannotBeUsedIsSaidAtStart(keys: String, message: String) async throws {
        let folder = try WebFolder()
        try await Authority(folder).issue("server", "IP:127.0.0.1")
        try folder.write("tls_server_config: {\(keys)}")
        let error = #expect(throws: WebConfigError.self) { try Server.check(webConfigFile: folder.config) }
        #expect(error?.description.replacing(folder.folder.path, with: "FOLDER") == message)
    }

    /// A password over HTTP/2, and a socket of the file system, which is gone with the server.
    @Test func aSocketOfTheFileSystemIsServedToo() async throws {
        let place = try WebFolder()
        let hash = "$2y$05$nNVrjymA5.6ujoiKW8jmx.EXH3gpXpw1ajsUTw.Kajpls3buH9UaC"
        try await run("", "basic_auth_users: {alice: \"\(hash)\"}", addresses: ["unix:\(place.path("socket"))"]) {
            _, authority in
            let socket = ["--unix-socket", place.path("socket"), "--cacert", authority.folder.path("ca.pem")]
            let url = ["https://127.0.0.1/metrics"]
            try await Curl.expect("401 2", socket + url)
            try await Curl.expect("200 2", socket + ["--user", "alice:secret"] + url)
            try await Curl.expect("401 2", socket + ["--user", "alice:wrong"] + url)
        }
        #expect(!FileManager.default.fileExists(atPath: place.path("socket")))
    }
}

extension RunningServer {
    /// Expects curl's status code and HTTP version, trusting the folder's authority.
    fileprivate func expect(
        _ expected: String, _ authority: Authority, _ arguments: [String] = [], as client: String? = nil,
        path: String = "/metrics", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await curl(authority, arguments, as: client, path: path)
        #expect(answer == expected, sourceLocation: sourceLocation)
    }

    fileprivate func curl(
        _ authority: Authority, _ arguments: [String] = [], as client: String? = nil,
        path: String = "/metrics"
    ) async throws -> String {
        let folder = authority.folder
        let certificate = client.map { ["--cert", folder.path("\($0).pem"), "--key", folder.path("\($0).key")] } ?? []
        return try await Curl.answer(
            ["--cacert", folder.path("ca.pem")] + certificate + arguments
                + ["https://127.0.0.1:\(port)\(path)"])
    }
}
