import Synchronization

/// The names of the clouds that are watched now, for those who cannot wait for the fleet.
final class Roster: Sendable {
    /// By name: whether the cloud is polled when it is scraped.
    private let clouds = Mutex<[String: Bool]>([:])

    /// Replaces all names.
    func set(_ names: [String: Bool]) { clouds.withLock { $0 = names } }

    /// Whether a cloud is watched.
    func has(_ cloud: String) -> Bool { clouds.withLock { $0[cloud] != nil } }

    /// Whether this cloud, or any where none is named, is polled when it is scraped.
    func isScraped(_ cloud: String?) -> Bool {
        clouds.withLock { clouds in cloud.map { clouds[$0] == true } ?? clouds.values.contains(true) }
    }
}
