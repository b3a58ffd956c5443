import FoundationEssentials
import Synchronization

/// The program's way out: one thread and one set of connections for every cloud.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop
    private let pool = BufferPool()
    private let variables: ProxyVariables
    private let certificates = Mutex(CertificateEnds())

    /// Starts the thread; throws `.internal` where libcurl or the thread is not to be had. Of `environment` the variables
    /// that name proxies are read.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(TransferError) {
        variables = ProxyVariables(environment)
        loop = try TransferLoop()
    }

    deinit { loop.stop() }

    /// One cloud's way out.
    package func transport(_ settings: TransportSettings) -> Transport {
        Transport(client: self, settings: settings, id: loop.newID())
    }

    /// Ends every transfer with `.cancelled` and the thread; later requests fail the same way. May be called again.
    package func shutdown() async {
        loop.stop()
        await loop.ended()
    }

    /// The version of libcurl in use.
    package static var libcurlVersion: String { CurlMulti.version }

    func send(_ request: Request, _ settings: TransportSettings, cloud: UInt64) async -> TransferOrder.Finished {
        guard let address = Address(request.url) else {
            let error = TransferError(.internal, "not an absolute http or https URL")
            return TransferOrder.Finished(outcome: .failure(error), seconds: 0)
        }
        let id = loop.newID()
        defer { loop.forget(id) }
        let finished = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.add(
                    TransferOrder(
                        id: id, cloud: cloud, request: request, settings: settings, variables: variables,
                        address: address, pool: pool, continuation: continuation))
            }
        } onCancel: {
            loop.cancel(id)
        }
        if let end = finished.certificateEnd { certificates.withLock { $0.handshakeEnded(address, end) } }
        return finished
    }

    /// When the certificates of these servers end, in Unix seconds, as far as known.
    func certificateEnds(_ servers: [Operation: Address]) -> [Operation: Double] {
        certificates.withLock { ends in servers.compactMapValues { ends[$0] } }
    }
}
