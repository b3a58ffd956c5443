import Synchronization

/// One cloud's way out: its trust and proxy, and the counts of its requests.
package final class Transport: RequestSender {
    private let client: HTTPClient
    private let settings: TransportSettings
    private let id: UInt64
    private let seen = Mutex(Seen())

    private struct Seen {
        var counts = RequestStatistics()
        /// The server that last answered each operation.
        var servers: [Operation: Address] = [:]
    }

    init(client: HTTPClient, settings: TransportSettings, id: UInt64) {
        self.client = client
        self.settings = settings
        self.id = id
    }

    /// What is known of the requests that have ended.
    package var statistics: RequestStatistics {
        let seen = seen.withLock { $0 }
        var statistics = seen.counts
        statistics.certificateExpiry = client.certificateEnds(seen.servers)
        return statistics
    }

    /// Sends one request; see `RequestSender`.
    package func send(_ request: Request) async throws(TransferError) -> Response {
        let finished = await client.send(request, settings, cloud: id)
        let status: Int? = if case .success(let response) = finished.outcome { response.status } else { nil }
        seen.withLock { seen in
            seen.counts.record(request.operation, status: status, seconds: finished.seconds)
            if status != nil { seen.servers[request.operation] = Address(request.url) }
        }
        return try finished.outcome.get()
    }
}
