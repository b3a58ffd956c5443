import Foundation
import HTTPClient
import Identity
import Testing

@testable import ImageAPI

@Suite struct ImageAPIErrorTests {
    private struct Captured: Decodable {
        var who: String
        var status: Int
        var body: [String: Value]

        enum Value: Codable {
            case text(String)
            case number(Int)
            case object([String: Value])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .object(try container.decode([String: Value].self))
                }
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .text(let text): try container.encode(text)
                case .number(let number): try container.encode(number)
                case .object(let object): try container.encode(object)
                }
            }
        }
    }

    private static let unverified =
        "This server could not verify that you are authorized to access the document you requested. Either you "
        + "supplied the wrong credentials (e.g., bad password), or your browser does not understand"

    @Test func everyServiceIsUnderstood() throws {
        let captured = try JSONDecoder().decode([Captured].self, from: Data(Fixture.bytes("errors-by-service.json")))
        let errors = try captured.map { answer in
            ImageAPIError(status: answer.status, body: Array(try JSONEncoder().encode(answer.body)))
        }
        #expect(
            errors == [
                .badRequest("The imagetype is invalid. (IMG.0024)"),
                .badRequest("The number of private images has reached the maximum allowed. (IMG.0015)"),
                .forbidden(
                    "The role is invalid. You need to apply for the required permissions or pass the real-name "
                        + "authentication. (IMG.0026)"),
                .rateLimited("APIG.0308: the gateway takes no more requests for now"),
                .rateLimited("APIG.0308: the gateway takes no more requests for now"),
                .unauthorized(
                    "APIG.0301: the gateway refuses the signature or the token; look at the access key, the security "
                        + "token and this machine's clock"),
                .unauthorized("APIG.0307: the token must be updated, as after a change of password or rights"),
                .notFound("APIG.0101: the gateway knows no such API; is this the image endpoint?"),
                .badRequest("y (X)"),
                .notFound("No image found with ID zzz"),
                .unauthorized(errors[10].message), .unauthorized("The request you have made requires authentication."),
                .forbidden("You are not authorized to perform the requested action. (IAM.0002)"),
            ])
        #expect(errors[10].message.hasPrefix(Self.unverified))
        #expect(errors[10].message.count == 200)
    }

    /// Gateways choose their statuses as they like.
    @Test func aGatewaysCodeSaysMoreThanItsStatus() {
        let body = Array(#"{"error_code":"APIG.0308","error_msg":"x","request_id":"r"}"#.utf8)
        #expect(ImageAPIError(status: 403, body: body) == .rateLimited(GatewayFault.tooManyRequests.message))
        let other = Array(#"{"error_code":"APIG.9999","error_msg":"x"}"#.utf8)
        #expect(ImageAPIError(status: 403, body: other) == .forbidden("APIG.9999"))
    }

    @Test(arguments: [
        (
            "<html><head><title>404 Not Found</title></head><body><h1>Not\nFound</h1></body></html>",
            "404 Not Found Not Found"
        ),
        ("", ""), ("{}", ""), ("[1]", "[1]"), (#"{"message": 5, "error": "x"}"#, ""), ("a\u{202E}b\u{0}c", "a b c"),
        (#"{"message": "token gAAAAABrBBW6abc was refused"}"#, "token [redacted] was refused"),
        (#"{"message": "X-Auth-Token: abc"}"#, "[redacted: it repeats x-auth-token]"),
        (#"{"message": "no image at swift+https://user:key@store.example/c"}"#, "no image at [address]"),
        (#"{"message": "bad eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9x"}"#, "bad [redacted]"),
        (
            #"{"message": "image 0ee86ac5-2f5f-4c9f-8518-4f7f6bfe1932 not visible"}"#,
            "image 0ee86ac5-2f5f-4c9f-8518-4f7f6bfe1932 not visible"
        ),
        (
            #"{"message": "verify fail, canonicalRequest:GET|/v2/images/|limit=2"}"#,
            "[redacted: it repeats canonicalrequest]"
        ),
        (#"{"message": "a?token=x&b"}"#, "[redacted]"),
    ])
    func messages(_ body: String, _ expected: String) {
        #expect(ImageAPIError(status: 403, body: Array(body.utf8)) == .forbidden(expected))
    }

    @Test(arguments: [(199, 199), (200, 200), (201, 200), (5000, 200)])
    func messagesAreCut(_ length: Int, _ expected: Int) {
        let words = String(String(repeating: "é ", count: length).prefix(length - 1)) + "x"
        #expect(ImageAPIError(status: 500, body: Array(words.utf8)).message.count == expected)
    }

    @Test(arguments: [(64 << 10, "x"), (64 << 10 + 1, "")] as [(Int, String)])
    func longBodiesAreNotRead(_ length: Int, _ expected: String) {
        let body = [UInt8(ascii: "x")] + [UInt8](repeating: UInt8(ascii: " "), count: length - 1)
        #expect(ImageAPIError(status: 400, body: body) == .badRequest(expected))
    }

    @Test func statuses() {
        #expect(ImageAPIError(status: 503, body: []) == .serverError(status: 503, ""))
        #expect(ImageAPIError(status: 204, body: []) == .unexpectedStatus(204, ""))
        #expect(ImageAPIError(status: 600, body: []) == .unexpectedStatus(600, ""))
        #expect(ImageAPIError(Response(status: 404, body: Body([]))) == .notFound(""))
        #expect(ImageAPIError(status: 404, body: []).description == "the image API answered 404")
        #expect(ImageAPIError.rateLimited("slow down").description == "the image API answered 429: slow down")
    }

    @Test func aListOfVersionsMeansAWrongURL() {
        let error = ImageAPIError(status: 300, body: Array(#"{"versions": []}"#.utf8))
        #expect(error.description.contains("300"))
        #expect(error.description.contains("URL is wrong"))
    }
}

extension ImageAPIError {
    /// What the server said.
    fileprivate var message: String {
        switch self {
        case .transfer(let error): error.description
        case .unauthorized(let text), .forbidden(let text), .notFound(let text), .badRequest(let text),
            .rateLimited(let text), .serverError(_, let text), .unexpectedStatus(_, let text), .malformed(let text),
            .loop(let text):
            text
        }
    }
}
