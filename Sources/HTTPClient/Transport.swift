import Synchronization

/// One cloud's way out: its trust and proxy, and the counts of its requests.
package final class Transport: RequestSender {
    private let client: HTTPClient
    private let settings: TransportSettings
    private let id: UInt64
    private let counted = Mutex(RequestStatistics())

    init(client: HTTPClient, settings: TransportSettings, id: UInt64) {
        self.client = client
        self.settings = settings
        self.id = id
    }

    /// Counts of the requests that have ended.
    package var statistics: RequestStatistics { counted.withLock { $0 } }

    /// Sends one request; see `RequestSender`.
    package func send(_ request: Request) async throws(TransferError) -> Response {
        let finished = await client.send(request, settings, cloud: id)
        let status: Int? = if case .success(let response) = finished.outcome { response.status } else { nil }
        counted.withLock { $0.record(request.operation, status: status, seconds: finished.seconds) }
        return try finished.outcome.get()
    }
}
