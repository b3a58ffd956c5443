import Foundation
import HTTPClient
import Testing

@testable import Identity

@Suite struct KeystoneRefusalTests {
    private func message(_ said: String, password: String = "alice-secret") throws -> String {
        let body = try JSONSerialization.data(withJSONObject: ["error": ["message": said]])
        let response = Response(status: 401, body: Body(Array(body)))
        guard case .refused(401, let message) = KeystoneRefusal(cloud: .alice(password: password)).error(of: response)
        else {
            Issue.record("not a refusal")
            return ""
        }
        return message
    }

    @Test(arguments: [199, 200])
    func upTo200CharactersStay(length: Int) throws {
        #expect(try message(String(repeating: "x", count: length)).count == length)
    }

    @Test func aLongerMessageIsCutAndMarked() throws {
        #expect(try message(String(repeating: "x", count: 201)) == String(repeating: "x", count: 199) + "…")
    }

    /// One character may be made of any number of combining marks.
    @Test func theCutCountsWhatALogLineHolds() throws {
        #expect(try message("e" + String(repeating: "\u{301}", count: 5000)).unicodeScalars.count == 200)
    }

    @Test func aMessageIsOneLineWithoutControls() throws {
        #expect(try message("a\u{1B}[31m\r\nb\u{0}\u{2028}c\u{202E}d\t e ") == "a [31m b c d e")
    }

    @Test(arguments: [
        ("alice-secret", "alice-secret"), ("alice-secret", "alice-secret\u{301}"), ("p\\w\"d", "p\\w\"d"),
        ("p\\w\"d", #"p\\w\"d"#), ("two\nlines", "two\nlines"),
    ])
    func aSecretIsTakenOutHoweverItIsRepeated(password: String, echo: String) throws {
        let message = try message("user: \(echo).", password: password)
        #expect(message.unicodeScalars.starts(with: "user: [redacted]".unicodeScalars))
        #expect(message.hasSuffix("."))
        #expect(!message.contains("secret") && !message.contains("lines") && !message.contains("w"))
    }

    @Test func aBodyOverItsBoundSaysNothing() throws {
        let frame = #"{"error":{"message":""}}"#.utf8.count
        let most = KeystoneRefusal.maximumBody - frame
        #expect(try message(String(repeating: "x", count: most)).isEmpty == false)
        #expect(try message(String(repeating: "x", count: most + 1)).isEmpty)
    }

    @Test func whereNothingWasSaidTheLineEndsWithTheStatus() throws {
        #expect(IdentityError.refused(status: 404, message: "").description == "identity refused the login with 404")
        #expect(
            IdentityError.refused(status: 401, message: "No.").description
                == "identity refused the login with 401: No.")
        #expect(IdentityError.serverError(status: 503, "").description == "identity answered 503")
        #expect(IdentityError.rateLimited("").description == "identity answered 429")
        #expect(IdentityError.unexpectedStatus(300, "").description == "identity answered 300")
    }
}
