import Foundation
import HTTPClient
import TestSupport
import Testing

/// The end of a server's certificate against openssl's own reading of it.
@Suite(.serialized) struct CertificateExpiryTests {
    typealias Certificate = TrustTests.Certificate
    typealias OpenSSL = TrustTests.OpenSSL

    private func server(_ certificate: Certificate) throws -> (openssl: OpenSSL, url: String) {
        let openssl = try OpenSSL([
            "s_server", "-accept", "127.0.0.1:0", "-www", "-key", certificate.key, "-cert", certificate.certificate,
        ])
        return (openssl, "https://127.0.0.1:\(try openssl.port())/")
    }

    @Test(arguments: [true, false])
    func itIsTheServersForEachOperation(verify: Bool) async throws {
        let (keystone, glance) = (try await Certificate(days: 3), try await Certificate(days: 40))
        let (first, second) = (try server(keystone), try server(glance))
        defer { for one in [first, second] { one.openssl.end() } }
        for (certificate, operations) in [(keystone, [Operation.token]), (glance, [.list, .members])] {
            let url = certificate === keystone ? first.url : second.url
            let expiry = try await Client.with {
                $0.verify = verify
                $0.caFile = certificate.certificate
            } _: { transport in
                for operation in operations { _ = try await transport.send(Request(operation, .get, url)) }
                return transport.statistics.certificateExpiry
            }
            let end = try await certificate.end()
            #expect(expiry == Dictionary(uniqueKeysWithValues: operations.map { ($0, end) }))
        }
    }

    @Test func plainHTTPHasNone() async throws {
        let plain = try await ScriptedServer.start(.answer())
        let certificate = try await Certificate()
        let (openssl, url) = try server(certificate)
        defer { openssl.end() }
        let (before, after) = try await Client.with {
            $0.verify = false
        } _: { transport in
            _ = try await transport.send(Request(.list, .get, url))
            _ = try await transport.send(Request(.quota, .get, plain.url))
            let before = transport.statistics.certificateExpiry
            _ = try await transport.send(Request(.list, .get, plain.url))
            return (before, transport.statistics.certificateExpiry)
        }
        #expect(before == [.list: try await certificate.end()])
        #expect(after == [:])
    }

    @Test func aServerThatGoesAwayKeepsTheLast() async throws {
        let certificate = try await Certificate()
        let (openssl, url) = try server(certificate)
        defer { openssl.end() }
        let (error, expiry) = try await Client.with {
            $0.verify = false
        } _: { transport in
            _ = try await transport.send(Request(.list, .get, url))
            openssl.end()
            await openssl.ended.passed()
            return (await Client.failure(transport, Request(.list, .get, url)), transport.statistics.certificateExpiry)
        }
        #expect(error?.kind == .connect)
        #expect(expiry == [.list: try await certificate.end()])
    }

    /// One handshake, by the server's word, serves two operations of one cloud and one of another.
    @Test func aConnectionUsedAgainKeepsIt() async throws {
        let certificate = try await Certificate()
        let server = try TalkingServer(certificate)
        defer { server.end() }
        let client = try HTTPClient()
        var settings = TransportSettings()
        (settings.proxy, settings.verify) = (.none, false)
        let (one, other) = (client.transport(settings), client.transport(settings))
        for (transport, operation) in [(one, Operation.token), (one, .list), (other, .quota)] {
            async let response = transport.send(Request(operation, .get, server.url))
            try await server.answer()
            #expect(try await response.status == 200)
        }
        let end = try await certificate.end()
        #expect(one.statistics.certificateExpiry == [.token: end, .list: end])
        #expect(other.statistics.certificateExpiry == [.quota: end])
        await client.shutdown()
        #expect(server.text.components(separatedBy: "BEGIN SSL SESSION PARAMETERS").count == 2)
    }
}
