import Testing

@testable import HTTPClient

@Suite struct CertificateEndsTests {
    private func server(_ number: Int) throws -> Address { try #require(Address("https://host-\(number)")) }

    @Test func aServerIsSchemeHostAndPort() throws {
        var ends = CertificateEnds()
        ends.handshakeEnded(try #require(Address("https://Keystone.example:443/v3")), 7)
        #expect(ends[try #require(Address("HTTPS://KEYSTONE.EXAMPLE/v2/images?limit=1"))] == 7)
        for other in ["http://keystone.example:443", "https://keystone.example:5000", "https://glance.example"] {
            #expect(ends[try #require(Address(other))] == nil)
        }
    }

    @Test func theLastHandshakeCounts() throws {
        var ends = CertificateEnds()
        ends.handshakeEnded(try server(1), 5)
        ends.handshakeEnded(try server(1), 3)
        #expect(ends[try server(1)] == 3)
    }

    @Test func theOldestHandshakeGoesBeyondTheBound() throws {
        var ends = CertificateEnds()
        for number in 1...CertificateEnds.capacity { ends.handshakeEnded(try server(number), Double(number)) }
        #expect(ends[try server(1)] == 1)
        ends.handshakeEnded(try server(1), 1)
        ends.handshakeEnded(try server(0), 0)
        #expect(ends[try server(1)] == 1)
        #expect(ends[try server(2)] == nil)
        #expect(ends[try server(3)] == 3)
        #expect(ends[try server(0)] == 0)
    }
}
