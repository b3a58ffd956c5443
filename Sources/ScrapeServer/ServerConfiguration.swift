import NIOCore

/// Where the server listens, and its bounds.
package struct ServerConfiguration: Sendable {
    package var addresses: [ListenAddress]
    /// Requests in flight; more are answered with 503.
    package var maxRequests = 40
    /// Connections; one more is answered with 503 and closed.
    package var maxConnections = 512
    /// Request line and header fields, in bytes; a longer head is answered with 431.
    package var maxHeadBytes = 16 << 10
    /// Body of a request, which nothing here reads; a longer one is answered with 413.
    package var maxBodyBytes = 64 << 10
    /// From a connection's or a request's first moment to the end of its head.
    package var headTimeout = TimeAmount.seconds(5)
    /// Between two requests of one connection.
    package var idleTimeout = TimeAmount.seconds(120)
    /// From a request's head to the last byte of its answer taken by the client.
    package var answerTimeout = TimeAmount.seconds(30)

    package init(addresses: [ListenAddress]) {
        self.addresses = addresses
    }
}
