import HTTPClient
import ScrapeServer
import Testing

@testable import GlanceExporter

@Suite struct HealthQuestionTests {
    private func question(_ address: String, tls: Bool = false, certificate: Bool = false) throws -> HealthQuestion {
        HealthQuestion(address: try ListenAddress(address), isTLS: tls, asksForCertificate: certificate)
    }

    @Test(arguments: [
        (":19292", "http://127.0.0.1:19292/-/healthy"), ("0.0.0.0:1", "http://127.0.0.1:1/-/healthy"),
        ("[::]:1", "http://[::1]:1/-/healthy"), ("[2001:db8::1]:1", "http://[2001:db8::1]:1/-/healthy"),
        ("localhost:1", "http://localhost:1/-/healthy"), ("unix:/run/socket", "http://localhost/-/healthy"),
    ])
    func asksWhereTheExporterListens(address: String, url: String) throws {
        #expect(try question(address).url == url)
        #expect(try question(address, tls: true).url == url.replacing("http:", with: "https:"))
    }

    @Test func anyPortCannotBeAsked() async throws {
        #expect(try await question("127.0.0.1:0").problem(within: .seconds(1)) != nil)
    }

    @Test(arguments: [(200, true), (401, true), (429, true), (404, false), (500, false), (503, false), (301, false)])
    func aRefusalIsAnAnswer(status: Int, isHealthy: Bool) throws {
        let response = Response(status: status, body: Body([]))
        let problem = try question(":1").problem(.success(response))
        #expect((problem == nil) == isHealthy)
    }

    /// A handshake that fails for want of a certificate shows that the endpoint is there.
    @Test(arguments: TransferError.Kind.allCases)
    func aFailureIsNone(kind: TransferError.Kind) throws {
        let failure = Result<Response, TransferError>.failure(TransferError(kind, "text"))
        #expect(try question(":1", tls: true).problem(failure) == "text")
        let problem = try question(":1", tls: true, certificate: true).problem(failure)
        #expect((problem == nil) == (kind == .tls))
    }
}
