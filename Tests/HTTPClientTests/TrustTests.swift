import Foundation
import HTTPClient
import TestSupport
import Testing

/// TLS against `openssl s_server`.
@Suite(.serialized) struct TrustTests {
    /// A self-signed certificate for 127.0.0.1 with its key, in a directory of its own, removed at the end.
    final class Certificate {
        let directory: URL
        var certificate: String { directory.appending(path: "cert.pem").path }
        var key: String { directory.appending(path: "key.pem").path }

        init(days: Int = 2) async throws {
            directory = FileManager.default.temporaryDirectory.appending(path: "trust-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let request = try OpenSSL([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "\(days)",
                "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
            await request.ended.passed()
            try #require(request.process.terminationStatus == 0)
        }

        /// When it ends by openssl's own reading, in Unix seconds.
        func end() async throws -> Double {
            let reading = try OpenSSL([
                "x509", "-in", certificate, "-noout", "-enddate", "-dateopt", "iso_8601",
            ])
            await reading.ended.passed()
            let text = String(decoding: reading.output.availableData, as: UTF8.self)
            let time = text.split(separator: "=").last?.split(whereSeparator: \.isWhitespace).joined(separator: "T")
            return try Date(try #require(time), strategy: .iso8601).timeIntervalSince1970
        }

        deinit { try? FileManager.default.removeItem(at: directory) }
    }

    /// A running openssl.
    struct OpenSSL: Sendable {
        let process = Process()
        let output: FileHandle
        let ended = Gate()

        init(_ arguments: [String], input: FileHandle = .nullDevice) throws {
            let pipe = Pipe()
            output = pipe.fileHandleForReading
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["openssl"] + arguments
            process.standardInput = input
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            let ended = ended
            process.terminationHandler = { _ in ended.open() }
            try process.run()
        }

        /// The port that a server says it listens on.
        func port() throws -> Int {
            var text = ""
            while true {
                let bytes = output.availableData
                try #require(!bytes.isEmpty, "openssl said: \(text)")
                text += String(decoding: bytes, as: UTF8.self)
                let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                    .first { $0.hasPrefix("ACCEPT ") }
                if let port = line?.split(separator: ":").last.flatMap({ Int($0) }) { return port }
            }
        }

        /// By SIGKILL: the thread that started it may have blocked the others.
        func end() { kill(process.processIdentifier, SIGKILL) }
    }

    /// The outcome of one request to a server with this certificate.
    private func outcome(
        _ certificate: Certificate, server: [String] = [], host: String = "127.0.0.1",
        _ change: (inout TransportSettings) -> Void = { _ in }
    ) async throws -> Result<Int, TransferError> {
        let openssl = try OpenSSL(
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-key", certificate.key, "-cert", certificate.certificate]
                + server)
        defer { openssl.end() }
        let url = "https://\(host):\(try openssl.port())/"
        return try await Client.with(change) { transport in
            do throws(TransferError) {
                return .success(try await transport.send(Client.get(url)).status)
            } catch {
                return .failure(error)
            }
        }
    }

    private func error<R>(_ outcome: Result<R, TransferError>) -> TransferError? {
        if case .failure(let error) = outcome { error } else { nil }
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        let error = error(try await outcome(try await Certificate()))
        #expect(error?.kind == .tls)
        #expect(error?.description.contains("certificate") == true)
    }

    @Test func theAuthorityOfTheSettingsIsTrusted() async throws {
        let certificate = try await Certificate()
        #expect(try await outcome(certificate) { $0.caFile = certificate.certificate } == .success(200))
        let other = try await Certificate()
        #expect(error(try await outcome(certificate) { $0.caFile = other.certificate })?.kind == .tls)
    }

    /// What is allowed towards a cloud is not allowed towards a proxy.
    @Test func aProxysCertificateIsVerifiedByItself() async throws {
        let certificate = try await Certificate()
        let openssl = try OpenSSL([
            "s_server", "-accept", "127.0.0.1:0", "-www", "-key", certificate.key, "-cert", certificate.certificate,
        ])
        defer { openssl.end() }
        let proxy = "https://127.0.0.1:\(try openssl.port())"
        let error = try await Client.with {
            $0.proxy = .url(proxy)
            $0.verify = false
            $0.caFile = certificate.certificate
        } _: {
            await Client.failure($0, Client.get("https://glance.invalid/"))
        }
        #expect(error?.kind == .tls)
        #expect(error?.description.hasPrefix("glance.invalid:443: connecting: the proxy: SSL certificate") == true)
    }

    @Test func theNameIsVerified() async throws {
        let certificate = try await Certificate()
        let error = error(try await outcome(certificate, host: "localhost") { $0.caFile = certificate.certificate })
        #expect(error?.kind == .tls)
    }

    @Test func verificationCanBeSwitchedOff() async throws {
        #expect(try await outcome(try await Certificate()) { $0.verify = false } == .success(200))
        #expect(try await outcome(try await Certificate(), host: "localhost") { $0.verify = false } == .success(200))
    }

    @Test func aFileThatIsNotThereIsTLS() async throws {
        #expect(error(try await outcome(try await Certificate()) { $0.caFile = "/nowhere/ca.pem" })?.kind == .tls)
        #expect(
            error(
                try await outcome(try await Certificate()) {
                    $0.verify = false
                    $0.certificateFile = "/nowhere/cert.pem"
                })?.kind == .tls)
    }

    @Test func theClientsCertificateIsShown() async throws {
        let certificate = try await Certificate()
        let asks = ["-Verify", "1", "-verify_return_error", "-CAfile", certificate.certificate]
        let shown = try await outcome(certificate, server: asks) { settings in
            settings.caFile = certificate.certificate
            settings.certificateFile = certificate.certificate
            settings.keyFile = certificate.key
        }
        #expect(shown == .success(200))
        let hidden = try await outcome(certificate, server: asks) { $0.caFile = certificate.certificate }
        #expect(error(hidden)?.kind == .tls)
        #expect(error(hidden)?.description.contains("it may ask for a client's certificate") == true)
    }
}
