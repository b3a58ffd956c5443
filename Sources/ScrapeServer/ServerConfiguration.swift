import NIOCore

/// Where the server listens, and its bounds.
package struct ServerConfiguration: Sendable {
    package var addresses: [ListenAddress]
    /// Descriptors of sockets that listen already, instead of the addresses (systemd's socket activation).
    package var passedSockets: [CInt] = []
    /// Path of the web configuration file: TLS, users, headers, limits; nil: none of these.
    package var webConfigFile: String?
    /// Told of a web configuration that cannot be used.
    package var report: @Sendable (String) -> Void = { _ in }
    /// Requests in flight; more are answered with 503, unless one whose client does not read its answer makes room.
    package var maxRequests = 40
    /// Connections; for one more, the one that has waited for its client for longest is closed. Where every one is being
    /// answered, the newest is answered with 503.
    package var maxConnections = 512
    /// Request line and header fields, in bytes; a longer head is answered with 431.
    package var maxHeadBytes = 16 << 10
    /// Body of a request, which nothing here reads; a longer one is answered with 413.
    package var maxBodyBytes = 64 << 10
    /// Between two looks at the file of the endpoint's certificate, beside those at each handshake.
    package var certificateInterval = Duration.seconds(60)
    /// From a connection's first moment to the end of its TLS handshake.
    package var handshakeTimeout = TimeAmount.seconds(5)
    /// From a connection's or a request's first moment to the end of its head; then 408, or nothing if nothing came.
    package var headTimeout = TimeAmount.seconds(5)
    /// From the end of a request's head to the end of its body; then 408.
    package var bodyTimeout = TimeAmount.seconds(5)
    /// Between two requests of one connection; longer than the minute between two scrapes.
    package var idleTimeout = TimeAmount.seconds(75)
    /// From a request's end to the moment when what it waits for is there; longer than the longest poll by default.
    package var refreshTimeout = TimeAmount.minutes(11)
    /// From a request's end, or from when what it waited for is there, to the moment when the system has taken the last byte of its answer.
    package var answerTimeout = TimeAmount.seconds(30)
    /// From when an answer is written to the moment from which its client, who has not read it, makes room for others.
    package var answerPatience = TimeAmount.milliseconds(250)
    /// From the answer that ends a connection early to its close, for the client to read the answer.
    package var lingerTimeout = TimeAmount.seconds(1)

    package init(addresses: [ListenAddress]) {
        self.addresses = addresses
    }

    func time(_ deadline: ConnectionState.Deadline) -> TimeAmount {
        switch deadline {
        case .head: headTimeout
        case .body: bodyTimeout
        case .refresh: refreshTimeout
        case .answer: answerTimeout
        case .idle: idleTimeout
        case .linger: lingerTimeout
        }
    }
}
