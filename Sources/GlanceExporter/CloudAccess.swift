import HTTPClient
import Identity
import Settings

/// The way to one cloud: its login, and a sender that repeats what may be repeated.
struct CloudAccess: Sendable {
    let cloud: Cloud
    let session: Session
    let sender: any RequestSender
    /// Unix seconds, for the date of signed requests.
    let now: @Sendable () -> Double
    /// Counts of the requests that have ended, repeated ones each for itself.
    let statistics: @Sendable () -> RequestStatistics

    /// Over `client`; the cloud's configuration is read again after a refused login.
    init(_ watched: WatchedCloud, client: HTTPClient, clocks: Clocks = .system, read: @escaping Exporter.Read) {
        let cloud = watched.cloud
        let transport = client.transport(cloud.transport)
        let paced: any RequestSender =
            if let rate = watched.poll.maxRequestsPerSecond {
                PacedSender(transport, rate: rate, clocks: clocks)
            } else {
                transport
            }
        let sender = RetryingSender(paced, clock: ContinuousClock(), now: clocks.wall) { .random(in: 0...1) }
        let session = Session(cloud: cloud, sender: sender, now: clocks.wall) { () throws(IdentityError) in
            do throws(CloudsError) {
                return try read().first { $0.cloud.name == cloud.name }?.cloud ?? cloud
            } catch {
                throw .configuration(error.description)
            }
        }
        self.init(cloud, session: session, sender: sender, now: clocks.wall) { transport.statistics }
    }

    /// Over a sender of one's own.
    init(
        _ cloud: Cloud, session: Session, sender: any RequestSender,
        now: @escaping @Sendable () -> Double = Clocks.system.wall,
        statistics: @escaping @Sendable () -> RequestStatistics = { RequestStatistics() }
    ) {
        self.cloud = cloud
        self.session = session
        self.sender = sender
        self.now = now
        self.statistics = statistics
    }
}
