/// The demonstration cloud's images and their life: the same seed, start and time give the same images. Its memory
/// grows with what changes, not with the number of images.
struct DemoCatalogue: Sendable {
    /// Something that will happen to an image; nil is its end.
    private struct Plan {
        var due: Int
        var number: UInt32
        var to: DemoImage.Status?
    }

    /// Seconds of life before the start, so that images are on their way from the first listing on.
    static let warmUp = 3600
    /// Seconds that one step lives through; what was due in a longer pause happens at its end.
    static let longestStep = 86_400
    /// Images created in a thousand seconds: half the number of images within these.
    private static let births = 2...500
    /// Ended images at the front of `born` that are kept; more are let go.
    private static let mostEnded = 1024

    let seed: UInt64
    /// Unix seconds.
    private(set) var now: Int
    private let birthsInThousandSeconds: Int
    /// Nil: the lively one, full of mishaps.
    var calm: CalmLife?
    private let settled: SettledImages
    /// Settled images that changed since; at most one each.
    private var changed: [UInt32: DemoImage] = [:]
    /// Images created since, from number `firstBorn` on; nil has ended.
    private var born: [DemoImage?] = []
    private var firstBorn: UInt32
    /// Ended images at the front of `born`.
    private var ended = 0
    /// Latest due first.
    private var plans: [Plan] = []

    /// About `images` images, at least 1, at `now` in Unix seconds.
    init(images: Int, seed: UInt64, now: Int) {
        self.seed = seed
        self.now = now - Self.warmUp
        let births = min(max(images / 2, Self.births.lowerBound), Self.births.upperBound)
        birthsInThousandSeconds = births
        let count = max(1, min(images, Int(UInt32.max / 2)) - births * ImageLife.average / 1000)
        settled = SettledImages(seed: seed, count: count, end: self.now)
        firstBorn = UInt32(count)
        advance(to: now)
    }

    /// A calm cloud with `settled` active images that are there to stay, at `now` in Unix seconds.
    init(settled: Int, seed: UInt64, now: Int) {
        self.seed = seed
        self.now = now - CalmLife.warmUp
        birthsInThousandSeconds = 0
        self.settled = SettledImages(seed: seed, count: 0, end: self.now)
        firstBorn = 0
        for back in (0..<max(0, settled)).reversed() {
            let created = self.now - 86_400 * (back + 1)
            born.append(
                DemoImage(
                    number: endNumber, status: .active, created: created, updated: created + 300,
                    given: GivenTraits(.careful(seed: seed, number: endNumber))))
        }
        calm = CalmLife(start: self.now)
        advance(to: now)
    }

    /// The number that the next image will get; the images' are all below.
    var endNumber: UInt32 { firstBorn + UInt32(born.count) }

    /// The image of a number; nil where it has ended or is not yet there.
    func image(_ number: UInt32) -> DemoImage? {
        if Int(number) < settled.count { return changed[number] ?? settled.image(number) }
        guard number >= firstBorn, number < endNumber else { return nil }
        return born[Int(number - firstBorn)]
    }

    /// Lets time pass until `time`, in Unix seconds; an earlier time changes nothing.
    mutating func advance(to time: Int) {
        let (pause, isOver) = time.subtractingReportingOverflow(now)
        if isOver ? time > 0 : pause > Self.longestStep { now = time - Self.longestStep }
        while now < time {
            // Nothing happens by chance between two moments of a calm life.
            now = min(time, calm.map { min($0.next, plans.last?.due ?? .max) } ?? now + 1)
            if calm == nil { liveOneSecond() } else { liveCalmly() }
        }
    }

    /// Puts in an image that is queued now and goes through `steps` from then on; `given` makes its traits from those of
    /// a careful owner's image. Returns its number.
    @discardableResult
    mutating func add(
        steps: [ImageLife.Step] = [], as given: (DemoTraits) -> GivenTraits = { GivenTraits($0) }
    ) -> UInt32 {
        let number = endNumber
        let traits = given(.careful(seed: seed, number: number))
        born.append(DemoImage(number: number, status: .queued, created: now, updated: now, given: traits))
        for step in steps { plan(number, after: step.after, to: step.to) }
        return number
    }

    /// Lets an image change, `seconds` from now; nil is its end. Where it is gone by then nothing happens.
    mutating func plan(_ number: UInt32, after seconds: Int, to status: DemoImage.Status?) {
        plan(Plan(due: now + seconds, number: number, to: status))
    }

    private mutating func liveCalmly() {
        while let plan = plans.last, plan.due <= now {
            plans.removeLast()
            change(plan.number, to: plan.to)
        }
        while var calm, calm.next <= now {
            calm.live(in: &self)
            self.calm = calm
        }
        letGo()
    }

    private mutating func liveOneSecond() {
        while let plan = plans.last, plan.due <= now {
            plans.removeLast()
            change(plan.number, to: plan.to)
        }
        var chance = Chance(seed: seed ^ 0x11FE, number: UInt64(truncatingIfNeeded: now))
        if chance.below(1000) < birthsInThousandSeconds { create(&chance) }
        if chance.below(5000) < birthsInThousandSeconds { deactivate(&chance) }
        letGo()
    }

    private mutating func create(_ chance: inout Chance) {
        let number = endNumber
        born.append(DemoImage(number: number, status: .queued, created: now, updated: now))
        for step in ImageLife(&chance).steps { plan(number, after: step.after, to: step.to) }
    }

    /// Takes an old image out of service for some minutes.
    private mutating func deactivate(_ chance: inout Chance) {
        let number = UInt32(chance.below(settled.count))
        guard image(number)?.status == .active else { return }
        change(number, to: .deactivated)
        plan(Plan(due: now + chance.within(60...300), number: number, to: .active))
    }

    private mutating func plan(_ plan: Plan) {
        // Of two that are due at once the earlier made comes first.
        let place = plans.partitioningIndex { $0.due <= plan.due }
        plans.insert(plan, at: place)
    }

    /// Lets an image change at once; nil is its end.
    mutating func change(_ number: UInt32, to status: DemoImage.Status?) {
        guard var image = image(number) else { return }
        if let status { image.status = status }
        image.updated = now
        if Int(number) < settled.count {
            changed[number] = image
        } else {
            born[Int(number - firstBorn)] = status == nil ? nil : image
        }
    }

    /// Forgets the ended images at the front.
    private mutating func letGo() {
        while ended < born.count, born[ended] == nil { ended += 1 }
        guard ended > Self.mostEnded else { return }
        born.removeFirst(ended)
        firstBorn += UInt32(ended)
        ended = 0
    }
}

extension Array {
    /// The first place whose element and all behind it belong to the second part, by halving.
    fileprivate func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
