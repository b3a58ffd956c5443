import Foundation
import HTTPClient
import Testing

@testable import Identity

/// The known answers are published examples of the two schemes.
@Suite struct RequestSignerTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        var name, ak, sk, method, host, target, body, canonical, authorization: String
        var fields: [String: String]
        var region, service: String?

        var testDescription: String { name }

        var scheme: SigningScheme {
            if let region, let service { .legacy(region: region, service: service) } else { .current }
        }

        var signer: RequestSigner {
            RequestSigner(
                key: AccessKey(
                    id: ak, secret: Secret(sk), securityToken: fields["X-Security-Token"].map { Secret($0) }),
                scheme: scheme,
                fields: fields.filter { $0.key != "X-Security-Token" }.map { Header($0.key, $0.value) })
        }

        var request: Request {
            get throws {
                let method = try #require(Request.Method(rawValue: method))
                return Request(.list, method, "https://\(host)\(target)", body: Array(body.utf8))
            }
        }
    }

    static let vectors: [Vector] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/signing-vectors.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([Vector].self, from: data)) ?? []
    }()

    /// 2024-02-29T23:59:59Z
    private static let now = 1_709_251_199.0

    @Test func everyKnownAnswerIsThere() {
        #expect(Self.vectors.count == 25)
        #expect(Self.vectors.count { $0.scheme == .current } == 20)
    }

    @Test(arguments: vectors) func signsAsTheKnownAnswerDoes(vector: Vector) throws {
        let signed = vector.signer.signed(try vector.request, at: Self.now + 0.999)
        #expect(signed.headers.last == Header("Authorization", vector.authorization))
        #expect(signed.headers.contains(Header("X-Sdk-Date", "20240229T235959Z")))
        for (name, value) in vector.fields { #expect(signed.headers.contains(Header(name, value))) }
        #expect(signed.url == (try vector.request.url))
    }

    @Test(arguments: vectors) func theCanonicalRequestIsTheKnownOne(vector: Vector) throws {
        let headers = vector.fields.map { Header($0.key, $0.value) } + [Header("X-Sdk-Date", "20240229T235959Z")]
        let request = CanonicalRequest(
            method: vector.method, url: "https://\(vector.host)\(vector.target)", headers: headers,
            body: Array(vector.body.utf8))
        #expect(request.text == vector.canonical)
    }

    private func canonical(_ url: String, _ headers: [Header] = []) -> [String] {
        CanonicalRequest(method: "GET", url: url, headers: headers, body: []).text.components(separatedBy: "\n")
    }

    @Test(arguments: [
        // Sorted before they are encoded: `-` is less than `:`, and `%` less than `-`.
        ("a=x:1&a=x-1", "a=x-1&a=x%3A1"),
        ("b=2&a=2&a=10&B=1", "B=1&a=10&a=2&b=2"),
        ("a", "a="), ("a=b=c", "a=b%3Dc"), ("&&a=1&", "a=1"), ("", ""),
        ("a=%7e%41%2f", "a=~A%2F"), ("a=100%", "a=100%25"), ("a=%zz", "a=%25zz"), ("n=\u{e9}", "n=%C3%A9"),
        ("a=1#fragment", "a=1"),
    ])
    func theQueryIsSortedAndEncoded(query: String, expected: String) {
        #expect(canonical("http://h/v2/images?" + query)[2] == expected)
    }

    @Test(arguments: [
        ("http://h", "/"), ("http://h/", "/"), ("http://h?a=1", "/"), ("http://h/a b", "/a%20b/"),
        ("http://h/a%2Fb/c", "/a%2Fb/c/"), ("http://h/image/v2/images", "/image/v2/images/"),
    ])
    func thePathEndsInASlash(url: String, expected: String) {
        #expect(canonical(url)[1] == expected)
    }

    /// libcurl leaves the port out of Host where it is the scheme's own.
    @Test(arguments: [
        ("https://h:443/", "h"), ("http://h:80/", "h"), ("https://h:80/", "h:80"), ("http://h:443/", "h:443"),
        ("http://[::1]:9292/", "[::1]:9292"),
    ])
    func theHostIsSignedAsItIsSent(url: String, expected: String) {
        #expect(canonical(url)[3] == "host:" + expected)
    }

    @Test func valuesAreTrimmedAndNamesWithALineLowAreNotSigned() {
        let lines = canonical("http://h/", [Header("X-B", "  b \t"), Header("x_c", "c"), Header("X-A", "a")])
        #expect(lines[3...] == ["host:h", "x-a:a", "x-b:b", "", "host;x-a;x-b", lines.last ?? ""])
    }

    /// A plus is a space to some servers only.
    @Test func aPlusInAQueryIsSentAsTheSpaceThatIsSigned() {
        let signer = RequestSigner(key: AccessKey(id: "AK", secret: Secret("sk")))
        let signed = signer.signed(Request(.list, .get, "http://h/a+b?n=Oracle+Linux"), at: 0)
        #expect(signed.url == "http://h/a+b?n=Oracle%20Linux")
        #expect(canonical(signed.url)[2] == "n=Oracle%20Linux")
    }
}
