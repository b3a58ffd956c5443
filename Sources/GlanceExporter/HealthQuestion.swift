import HTTPClient
import ScrapeServer

/// What `healthcheck` asks an exporter, and what it takes for an answer.
struct HealthQuestion: Sendable {
    var address: ListenAddress
    var isTLS: Bool
    /// The endpoint turns those away who show no certificate, as this one does.
    var asksForCertificate: Bool

    /// Where the exporter is reached that listens there.
    var url: String {
        let scheme = isTLS ? "https" : "http"
        if address.path != nil { return "\(scheme)://localhost/-/healthy" }
        var reached = address
        switch address.host {
        case nil, "0.0.0.0": reached.host = "127.0.0.1"
        case "::": reached.host = "::1"
        default: break
        }
        return "\(scheme)://\(reached)/-/healthy"
    }

    /// Nil: it answers.
    ///
    /// - Throws: `TransferError` where nothing can be asked at all.
    func problem(within limit: Duration) async throws(TransferError) -> String? {
        if address.path == nil, address.port == 0 { return "port 0 is any port, which is not known here" }
        let client = try HTTPClient(environment: [:])
        var settings = TransportSettings()
        settings.proxy = .none
        settings.socketPath = address.path
        // Its certificate is for its own name, and nothing secret is sent.
        settings.verify = false
        var request = Request(.metadata, .get, url)
        (request.limits.total, request.limits.connect, request.limits.firstByte) = (limit, limit, limit)
        let outcome: Result<Response, TransferError>
        do throws(TransferError) {
            outcome = .success(try await client.transport(settings).send(request))
        } catch {
            outcome = .failure(error)
        }
        await client.shutdown()
        return problem(outcome)
    }

    /// What the answer comes to.
    func problem(_ outcome: Result<Response, TransferError>) -> String? {
        switch outcome {
        // 401 and 429: it is there, and has reasons to say no more.
        case .success(let response) where [200, 401, 429].contains(response.status): nil
        case .success(let response): "answered \(response.status)"
        case .failure(let error) where error.kind == .tls && asksForCertificate: nil
        case .failure(let error): error.description
        }
    }
}
