/// Whatever can send a request: a cloud's transport, the same with retries, a script in a test.
package protocol RequestSender: Sendable {
    /// Sends one request and returns the whole answer, whatever its status; cancelling the task ends the transfer
    /// with `TransferError.Kind.cancelled`.
    func send(_ request: Request) async throws(TransferError) -> Response
}
