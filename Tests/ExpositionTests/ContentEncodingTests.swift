import Exposition
import Testing

@Suite struct ContentEncodingTests {
    @Test(
        arguments: [
            nil, "", "identity", "br", "deflate, br;q=1", "gzip;q=0", "gzip;q=0.000", "gzip; q=0", "GZIP;Q=0", "*;q=0",
            "gzip;q=0, *", "gzip;q=0.5, identity", "gzip;q=0.4,identity;q=0.5", "gzip;q=0, gzip", "gzipped", ",;,",
            "gzip;q=2", "gzip;q=1.001", "gzip;q=nan", "gzip;q=inf", "gzip;q=-1", "gzip;q=", "gzip;q=1e0",
            "gzip;q=0.1234", ";gzip", " ;gzip", ";;*",
            "gzip;q=.5", ";q=1",
        ])
    func staysPlain(field: String?) {
        #expect(ContentEncoding.negotiated(field) == .identity)
    }

    @Test(
        arguments: [
            "gzip", "GZip", " gzip ", "deflate, gzip", "gzip, deflate, br, zstd", "gzip;q=1.000", "gzip;q=0.001",
            "gzip ; q=1.",
            "*", "*;q=0.1", "x-gzip", "identity;q=0.5, gzip;q=0.5", "identity;q=0, *;q=0.5", "gzip;foo=bar",
            "br;q=1.0, gzip;q=0.8, *;q=0.1",
        ])
    func compresses(field: String) {
        #expect(ContentEncoding.negotiated(field) == .gzip)
    }
}
