/// Which requests may start, as a machine: bounds the transfers under way and each cloud's name lookups.
struct Admission<Order> {
    /// Transfers under way at most, in all.
    static var transfers: Int { 256 }
    /// Name lookups under way at most, of one cloud; each holds a thread until the resolver has given up.
    static var lookups: Int { 4 }
    /// Requests that may wait for a place.
    static var places: Int { 4096 }

    struct Waiting {
        var id: UInt64
        var cloud: UInt64
        /// When it has waited too long.
        var deadline: ContinuousClock.Instant
        var order: Order
    }

    private var waiting: [Waiting] = []
    private var running = 0
    private var lookups: [UInt64: Int] = [:]

    /// When the first of those who wait has waited too long.
    private(set) var soonest: ContinuousClock.Instant?

    /// A request came; false where no place is left.
    mutating func arrived(_ request: Waiting) -> Bool {
        guard waiting.count < Self.places else { return false }
        waiting.append(request)
        soonest = min(soonest ?? request.deadline, request.deadline)
        return true
    }

    /// The next request to start, in order of arrival; it counts as a transfer and as a lookup of its cloud.
    mutating func admit() -> Order? {
        guard running < Self.transfers else { return nil }
        guard let index = waiting.firstIndex(where: { lookups[$0.cloud, default: 0] < Self.lookups }) else {
            return nil
        }
        let request = remove(at: index)
        running += 1
        lookups[request.cloud, default: 0] += 1
        return request.order
    }

    /// A cloud's lookup ended, well or not.
    mutating func lookupEnded(_ cloud: UInt64) {
        let left = lookups[cloud, default: 0] - 1
        lookups[cloud] = left > 0 ? left : nil
    }

    /// A transfer ended for its task; its lookup may still go on.
    mutating func transferEnded() { running = max(0, running - 1) }

    /// Takes a request out that was cancelled before it started.
    mutating func withdrew(_ id: UInt64) -> Order? {
        waiting.firstIndex { $0.id == id }.map { remove(at: $0).order }
    }

    /// Takes out a request that has waited too long; `isLookup`: for its cloud's lookups, not for the transfers in all.
    mutating func waitedTooLong(at now: ContinuousClock.Instant) -> (order: Order, isLookup: Bool)? {
        guard let soonest, soonest <= now, let index = waiting.firstIndex(where: { $0.deadline <= now }) else {
            return nil
        }
        let request = remove(at: index)
        return (request.order, lookups[request.cloud, default: 0] >= Self.lookups)
    }

    /// Takes out everyone.
    mutating func closed() -> [Order] {
        defer { waiting = [] }
        return waiting.map(\.order)
    }

    private mutating func remove(at index: Int) -> Waiting {
        let request = waiting.remove(at: index)
        soonest = waiting.lazy.map(\.deadline).min()
        return request
    }
}
