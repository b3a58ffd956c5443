import Foundation
import TestSupport
import Testing

/// curl, as a client from outside.
enum Curl {
    /// Expects curl's status code and HTTP version.
    static func expect(
        _ expected: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await Self.answer(arguments)
        #expect(answer == expected, sourceLocation: sourceLocation)
    }

    /// curl's status code and HTTP version of an answer, such as `200 2`; `000 0` where there was none.
    static func answer(_ arguments: [String]) async throws -> String {
        try await Command.run(
            "/usr/bin/curl",
            ["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{http_version}"] + arguments
        ).output
    }
}
