import CLibcurl

/// The program's way out: one thread and one pool of connections for every cloud.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop
    private let pool = BufferPool()

    /// Starts the thread; throws `.internal` where libcurl or the thread is not to be had.
    package init() throws(TransferError) {
        loop = try TransferLoop()
    }

    /// One cloud's way out.
    package func transport(_ settings: TransportSettings) -> Transport {
        Transport(client: self, settings: settings)
    }

    /// Ends every transfer with `.cancelled` and the thread; later requests fail the same way. May be called again.
    package func shutdown() async {
        let loop = loop
        await withCheckedContinuation { continuation in
            // Joining blocks, for as long as the thread needs to end its transfers: milliseconds.
            loop.stop()
            continuation.resume()
        }
    }

    /// The version of libcurl in use.
    package static var libcurlVersion: String {
        unsafe String(cString: curl_version_info(CURLVERSION_TENTH).pointee.version)
    }

    func send(_ request: Request, _ settings: TransportSettings) async -> Transfer.Finished {
        guard let address = Address(request.url) else {
            let error = TransferError(.internal, "not an absolute http or https URL")
            return Transfer.Finished(outcome: .failure(error), seconds: 0)
        }
        let id = loop.newID()
        let finished = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.add(
                    Transfer(
                        id: id, request: request, settings: settings, address: address, pool: pool,
                        continuation: continuation))
            }
        } onCancel: {
            loop.cancel(id)
        }
        loop.forget(id)
        return finished
    }
}
