import Foundation
import Synchronization
import TestSupport
import Testing

/// `openssl s_server` with its terminal in the test's hands: unlike its own web server it keeps a connection open.
final class TalkingServer: Sendable {
    private let openssl: TrustTests.OpenSSL
    private let input: FileHandle
    private let said: Mutex<String>
    let url: String

    init(_ certificate: TrustTests.Certificate) throws {
        let pipe = Pipe()
        input = pipe.fileHandleForWriting
        openssl = try TrustTests.OpenSSL(
            [
                "s_server", "-accept", "127.0.0.1:0", "-no_ticket", "-key", certificate.key,
                "-cert", certificate.certificate,
            ], input: pipe.fileHandleForReading)
        url = "https://127.0.0.1:\(try openssl.port())/"
        said = Mutex("")
    }

    /// What it said after its port, up to the last answer.
    var text: String { said.withLock { $0 } }

    /// Waits for one request and answers it.
    func answer() async throws {
        let output = openssl.output
        let (pieces, more) = AsyncStream.makeStream(of: Data.self)
        output.readabilityHandler = { more.yield($0.availableData) }
        defer { output.readabilityHandler = nil }
        let before = text.components(separatedBy: "User-Agent").count
        for await piece in pieces {
            try #require(!piece.isEmpty, "openssl ended: \(text)")
            let all = said.withLock { said in
                said += String(decoding: piece, as: UTF8.self)
                return said
            }
            let requests = all.components(separatedBy: "User-Agent")
            if requests.count > before, requests.last?.contains("\r\n\r\n") == true { break }
        }
        try input.write(contentsOf: Data("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
    }

    func end() { openssl.end() }
}
