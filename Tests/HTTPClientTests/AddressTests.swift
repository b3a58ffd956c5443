import Testing

@testable import HTTPClient

@Suite struct AddressTests {
    @Test(arguments: [
        ("http://a", "a:80"), ("HTTPS://a/b?c#d", "a:443"), ("https://a:13292/", "a:13292"), ("http://u:p@a:1/", "a:1"),
        ("http://u@v@a?x@y", "a:80"), ("http://[::1]/", "[::1]:80"), ("http://[::1]:8/", "[::1]:8"),
        ("http://a:/", "a:80"), ("http://a:65535/", "a:65535"),
    ])
    func theHostIsFound(_ url: String, _ text: String) {
        #expect(Address(url)?.text == text)
    }

    @Test(arguments: [
        "", "a", "a/b", "/a", "ftp://a", "http:/a", "http://", "http:///a", "http://a b", "http://a\r\n", "://a",
        "http://a:65536/", "http://a:-1/", "http://a:+1/", "http://user:word/", "http://[::1]word/",
    ])
    func otherTextHasNone(_ url: String) {
        #expect(Address(url) == nil)
    }

    @Test(arguments: [
        "localhost", "LOCALHOST:80", "a.localhost", "127.0.0.1", "127.9.9.9:5000", "10.0.0.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "169.254.169.254", "[::1]", "[fd00::1]:9292", "[fc00::1]", "[fe80::1]",
        "[febf::1]",
    ])
    func aNearHostIsAskedForNoCompression(_ host: String) {
        #expect(Address("http://\(host)/")?.isNear == true)
    }

    @Test(arguments: [
        "glance.example", "10.0.0.1.example", "127.0.0.1.example", "172.15.0.1", "172.32.0.1", "192.169.0.1",
        "11.0.0.1",
        "8.8.8.8", "10.0.0", "10.0.0.256", "[2001:db8::1]", "[fec0::1]", "[::2]", "localhost.example",
    ])
    func anotherIs(_ host: String) {
        #expect(Address("https://\(host)/")?.isNear == false)
    }
}
