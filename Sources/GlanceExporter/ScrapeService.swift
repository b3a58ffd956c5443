import Logging
import ScrapeServer
import ServiceLifecycle

/// Serves scrapes until the program is asked to end, then lets those in flight finish.
struct ScrapeService: Service {
    /// Time that requests in flight have left once the program is asked to end.
    static let grace = Duration.seconds(3)

    let server: Server
    let logger: Logger
    let manager: ServiceNotification

    func run() async throws {
        for address in try await server.start() {
            logger.info("listening", metadata: ["address": "\(address)"])
        }
        manager.ready()
        // Cancellation ends the wait as well: the server is then stopped the same way.
        try? await gracefulShutdown()
        manager.stopping()
        await server.shutdown(grace: Self.grace)
    }
}
