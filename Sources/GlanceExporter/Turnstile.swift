/// Lets so many through at the same time; who comes later waits in the order of coming.
actor Turnstile {
    private var free: Int
    private var waiting: [(number: Int, place: AsyncStream<Never>.Continuation)] = []
    private var last = 0

    init(places: Int) { free = places }

    /// Takes a place, once there is one; false where the task was cancelled first: then it has none.
    func enter() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        last += 1
        let number = last
        let (granted, place) = AsyncStream.makeStream(of: Never.self)
        waiting.append((number, place))
        for await _ in granted {}
        // Who is still in the row was not granted a place, but cancelled.
        if let index = waiting.firstIndex(where: { $0.number == number }) {
            waiting.remove(at: index)
            return false
        }
        return true
    }

    /// Those who wait for a place.
    var waitingCount: Int { waiting.count }

    /// Gives a place back.
    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().place.finish()
    }
}
