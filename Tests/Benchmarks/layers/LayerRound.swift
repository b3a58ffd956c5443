import Catalogue
import Exposition
import Glibc
import Metrics

/// One round: the same pages got, got and read, got and read and counted, so that the differences are the layers.
struct LayerRound {
    /// Processor time of the whole process, and calls of the allocator where these are counted.
    struct Cost {
        var seconds: Double
        var allocations: Int

        static func now() -> Self {
            var usage = rusage()
            unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            let parts = [usage.ru_utime, usage.ru_stime]
            let seconds = parts.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
            return Self(seconds: seconds, allocations: counted())
        }

        static func - (one: Self, other: Self) -> Self {
            Self(seconds: one.seconds - other.seconds, allocations: one.allocations - other.allocations)
        }

        /// What `allocations.c`, loaded before the program, has counted.
        private static func counted() -> Int {
            guard let symbol = unsafe dlsym(nil, "allocations_so_far") else { return 0 }
            return unsafe unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)()
        }
    }

    private(set) var images = 0
    private var costs: [(name: String, cost: Cost)] = []

    init(_ walk: LayerWalk) async throws {
        var before = Cost.now()
        let found = try await walk.read(into: NoImages())
        let read = Cost.now() - before
        before = Cost.now()
        try await walk.transfer(pages: found.pages)
        let transfer = Cost.now() - before
        let catalogue = Catalogue()
        before = Cost.now()
        catalogue.beginPoll()
        let images = catalogue.beginWalk()
        _ = try await walk.read(into: images)
        images.finish()
        let counted = Cost.now() - before
        before = Cost.now()
        let census = catalogue.finishPoll(at: 1_780_272_000)
        let finish = Cost.now() - before
        before = Cost.now()
        let lines = CatalogueFamilies.all.map {
            TextFormat.lines(
                $0.family, constant: [Label("cloud", "c")], samples: $0.samples(census, FamilyLimits(labelValues: 100)))
        }
        let render = Cost.now() - before
        guard lines.contains(where: { !$0.isEmpty }) else { throw LayerWalk.Failed(description: "no lines") }
        self.images = found.images
        costs = [
            ("transfer", transfer), ("decode", read - transfer), ("tally", counted - read), ("finish", finish),
            ("render", render),
        ]
    }

    /// `{"images": ..., "transfer": [seconds, allocations], ...}`
    var json: String {
        let parts = costs.map { "\"\($0.name)\": [\($0.cost.seconds), \($0.cost.allocations)]" }
        return "{\"images\": \(images), \(parts.joined(separator: ", "))}"
    }
}
