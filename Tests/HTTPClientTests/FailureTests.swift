import HTTPClient
import TestSupport
import Testing

/// Faults of the other side, and the kind and words that an operator sees.
@Suite struct FailureTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var steps: [ScriptedServerStep]
        var kind: TransferError.Kind

        init(_ name: String, _ kind: TransferError.Kind, _ steps: ScriptedServerStep...) {
            (testDescription, self.kind, self.steps) = (name, kind, steps)
        }
    }

    static let faults = [
        Fault("closed without an answer", .interrupted, .close),
        Fault("reset without an answer", .interrupted, .reset),
        Fault("closed in the head", .interrupted, .send("HTTP/1.1 200 OK\r\nX-"), .close),
        Fault("body shorter than said", .interrupted, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .close),
        Fault("reset in the body", .interrupted, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .reset),
        Fault(
            "closed between chunks", .interrupted,
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), .close),
        Fault("not HTTP", .malformed, .send("SSH-2.0-OpenSSH_9.2\r\n"), .close),
        Fault("another HTTP", .malformed, .send("HTTP/7.3 200 OK\r\nContent-Length: 0\r\n\r\n")),
        Fault(
            "a line of the head without end", .tooLarge, .send("HTTP/1.1 200 OK\r\nX: "),
            .sendForever([UInt8](repeating: 0x79, count: 65536))),
        Fault(
            "a status line without end", .tooLarge, .send("HTTP/1.1 200 "),
            .sendForever([UInt8](repeating: 0x79, count: 65536))),
        Fault(
            "chunks that are none", .malformed,
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"), .close),
        Fault("no number as length", .malformed, .send("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc"), .close),
    ]

    @Test(arguments: faults) func aFaultHasItsKind(_ fault: Fault) async throws {
        let server = try await ScriptedServer.start { _ in fault.steps }
        let error = try await Client.with { await Client.failure($0, Client.get(server.url + "/a?q=hidden")) }
        #expect(error?.kind == fault.kind)
        #expect(error?.description.hasPrefix("127.0.0.1:\(server.port): ") == true)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test func aRefusedPortIsConnect() async throws {
        // A port that was free a moment ago may be another test's now; the system gives none this low away.
        let error = try await Client.with {
            await Client.failure($0, Client.get("http://user:word@127.0.0.1:1/?hidden"))
        }
        #expect(error?.kind == .connect)
        #expect(error?.description.hasPrefix("127.0.0.1:1: connecting: Failed to connect") == true)
        #expect(error?.description.contains("word") == false)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test func anUnknownHostIsDNS() async throws {
        let error = try await Client.with {
            // Without a name server the lookup never ends; the limit has the same kind.
            await Client.failure($0, Client.get("http://glance.invalid/") { $0.connect = .seconds(1) })
        }
        #expect(error?.kind == .dns)
        #expect(error?.description.hasPrefix("glance.invalid:80: name lookup: ") == true)
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "file:///etc/hostname", "//127.0.0.1/", "http://", "http://a b/", "gopher://a/",
    ])
    func otherAddressesAreRefused(_ url: String) async throws {
        let error = try await Client.with { await Client.failure($0, Client.get(url)) }
        #expect(error == TransferError(.internal, "not an absolute http or https URL"))
    }

    @Test func anImproperHeaderIsRefusedWithoutItsValue() async throws {
        let server = try await ScriptedServer.start(.answer())
        try await Client.with { transport in
            for header in [Header("X-Auth-Token", "a\r\nsecret"), Header("A b", "secret"), Header("", "secret")] {
                var request = Client.get(server.url)
                request.headers = [header]
                let error = await Client.failure(transport, request)
                #expect(error?.kind == .internal)
                #expect(error?.description.contains("secret") == false)
            }
        }
        #expect(server.requests.isEmpty)
    }
}
