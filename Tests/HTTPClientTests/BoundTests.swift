import HTTPClient
import TestSupport
import Testing

/// The limits in bytes, at the limit and one above.
@Suite struct BoundTests {
    private func outcome(
        _ steps: [ScriptedServerStep], _ change: (inout TransferLimits) -> Void
    ) async throws -> Result<Int, TransferError> {
        let server = try await ScriptedServer.start { _ in steps }
        return try await Client.with { transport in
            do throws(TransferError) {
                return .success(try await transport.send(Client.get(server.url, change)).body.count)
            } catch {
                return .failure(error)
            }
        }
    }

    private func kind<R>(_ outcome: Result<R, TransferError>) -> TransferError.Kind? {
        if case .failure(let error) = outcome { error.kind } else { nil }
    }

    static let bodies: [(String, @Sendable (Int) -> [ScriptedServerStep])] = [
        ("with a length", { [.answer(body: [UInt8](repeating: 7, count: $0))] }),
        (
            "without a length",
            { [.send("HTTP/1.1 200 OK\r\n\r\n"), .send([UInt8](repeating: 7, count: $0)), .close] }
        ),
        (
            "chunked",
            { count in
                let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(count, radix: 16))\r\n"
                return [.send(head), .send([UInt8](repeating: 7, count: count)), .send("\r\n0\r\n\r\n")]
            }
        ),
    ]

    @Test(arguments: 0..<3, [1, 1000, 300_000]) func theBodyIsBounded(_ form: Int, _ limit: Int) async throws {
        let steps = Self.bodies[form].1
        #expect(try await outcome(steps(limit)) { $0.bodyBytes = limit } == .success(limit))
        let over = try await outcome(steps(limit + 1)) { $0.bodyBytes = limit }
        #expect(kind(over) == .tooLarge)
    }

    @Test func theHeadIsBounded() async throws {
        let first = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
        let limit = 64 << 10
        func head(_ count: Int) -> String {
            // Lines of 1,000 bytes, then one that fills up.
            let lines = String(repeating: "X: " + String(repeating: "x", count: 995) + "\r\n", count: 65)
            let rest = count - first.utf8.count - lines.utf8.count - "Y: \r\n\r\n".utf8.count
            return first + lines + "Y: " + String(repeating: "y", count: rest) + "\r\n\r\n"
        }
        #expect(TransferLimits().headBytes == limit)
        #expect(try await outcome([.send(head(limit))]) { _ in } == .success(0))
        #expect(kind(try await outcome([.send(head(limit + 1))]) { _ in }) == .tooLarge)
    }

    @Test func anEndlessHeadEnds() async throws {
        let lines = String(repeating: "X: y\r\n", count: 20_000)
        let over = try await outcome([.send("HTTP/1.1 200 OK\r\n" + lines)]) { _ in }
        #expect(kind(over) == .tooLarge)
    }
}
