/// One request as a task hands it to the loop's thread, with the way back.
struct TransferOrder: Sendable {
    /// What a transfer came to, and how long it took.
    struct Finished: Sendable {
        var outcome: Result<Response, TransferError>
        var seconds: Double
        /// When the certificate ends that a handshake for this transfer showed, in Unix seconds.
        var certificateEnd: Double?
    }

    /// Unique and not 0.
    let id: UInt64
    /// The transport it belongs to.
    let cloud: UInt64
    let request: Request
    let settings: TransportSettings
    let variables: ProxyVariables
    let address: Address
    let pool: BufferPool
    let started: ContinuousClock.Instant
    private let continuation: CheckedContinuation<Finished, Never>

    init(
        id: UInt64, cloud: UInt64, request: Request, settings: TransportSettings, variables: ProxyVariables,
        address: Address, pool: BufferPool, continuation: CheckedContinuation<Finished, Never>
    ) {
        self.id = id
        self.cloud = cloud
        self.request = request
        self.settings = settings
        self.variables = variables
        self.address = address
        self.pool = pool
        self.continuation = continuation
        started = .now
    }

    /// Ends the task's wait; to be called once.
    func finish(_ outcome: Result<Response, TransferError>, certificateEnd: Double? = nil) {
        let seconds = (.now - started) / .seconds(1)
        continuation.resume(returning: Finished(outcome: outcome, seconds: seconds, certificateEnd: certificateEnd))
    }

    /// An error that names the host; `detail` holds no secret.
    func error(_ kind: TransferError.Kind, _ detail: String) -> TransferError {
        TransferError(kind, "\(address.text): \(detail)")
    }
}
