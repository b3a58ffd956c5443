import Foundation
import HTTPClient
import TestSupport
import Testing

/// Compressed answers; the server is behind a proxy, as compression is asked of hosts that are not near.
@Suite struct CompressionTests {
    /// 1,000,000 zero bytes, and "hello", by gzip(1) -9n.
    private static let zeros = gzip("head -c 1000000 /dev/zero")
    private static let hello = gzip("printf hello")

    private static func gzip(_ command: String) -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command + " | gzip -9n"]
        process.standardOutput = output
        guard (try? process.run()) != nil else { return [] }
        defer { process.waitUntilExit() }
        return [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    }

    private func send(
        _ body: [UInt8], encoding: String = "gzip", _ change: (inout TransferLimits) -> Void = { _ in }
    ) async throws -> (outcome: Result<Response, TransferError>, asked: String?) {
        let proxy = try await ScriptedServer.start(.answer(headers: ["Content-Encoding: \(encoding)"], body: body))
        let outcome = try await Client.with {
            $0.proxy = .url(proxy.url)
        } _: { transport in
            do throws(TransferError) {
                return Result<Response, TransferError>.success(
                    try await transport.send(Client.get("http://glance.invalid/", change)))
            } catch {
                return .failure(error)
            }
        }
        return (outcome, proxy.requests.first?.header("Accept-Encoding"))
    }

    private func kind(_ outcome: Result<Response, TransferError>) -> TransferError.Kind? {
        if case .failure(let error) = outcome { error.kind } else { nil }
    }

    @Test func gzipIsAskedForAndUndone() async throws {
        let (outcome, asked) = try await send(Self.hello)
        let response = try outcome.get()
        #expect(asked == "gzip")
        #expect(response.body.bytes() == Array("hello".utf8))
        #expect(response.wireBytes == Self.hello.count)
    }

    @Test func theBodyIsBoundedAfterDecompression() async throws {
        #expect(Self.zeros.count < 2000)
        let whole = try await send(Self.zeros) { $0.bodyBytes = 1_000_000 }
        #expect(try whole.outcome.get().body.count == 1_000_000)
        let bomb = try await send(Self.zeros) { $0.bodyBytes = 999_999 }
        #expect(kind(bomb.outcome) == .tooLarge)
    }

    @Test func brokenOrUnknownCompressionIsMalformed() async throws {
        var broken = Self.zeros
        for index in 12..<40 { broken[index] = 0xFF }
        #expect(kind(try await send(broken).outcome) == .malformed)
        #expect(kind(try await send(Self.hello, encoding: "sorcery").outcome) == .malformed)
    }
}
