/// The life of the demonstration cloud's images: the same seed and the same seconds give the same images.
struct DemoCatalogue: Sendable {
    /// Something that will happen to an image.
    private struct Plan {
        var due: Int
        var number: UInt32
        var to: DemoImage.Status?
    }

    /// Seconds of life that one step may catch up with; a longer pause is skipped.
    static let longestStep = 3600
    /// Years that the first images are spread over, in seconds.
    private static let past = 3 * 365 * 86_400
    /// Images are deleted while there are this many more than at the start.
    private static let growth = 50

    let seed: UInt64
    /// Unix seconds.
    private(set) var now: Int
    /// In the order of their creation and so of their numbers.
    private(set) var images: [DemoImage] = []
    private let atStart: Int
    private var plans: [Plan] = []
    private var nextNumber: UInt32

    /// `images` images at `now`, in Unix seconds.
    init(images count: Int, seed: UInt64, now: Int) {
        self.seed = seed
        self.now = now
        atStart = count
        nextNumber = UInt32(count)
        images.reserveCapacity(count + Self.growth)
        for number in 0..<count {
            let created = now - Self.past + number * (Self.past / count)
            images.append(Self.image(UInt32(number), seed: seed, created: created, now: now))
        }
    }

    /// Lets time pass until `time`, in Unix seconds.
    mutating func advance(to time: Int) {
        if time - now > Self.longestStep { now = time - Self.longestStep }
        while now < time {
            now += 1
            liveOneSecond()
        }
    }

    /// The place of the first image behind the one of this number.
    func place(behind number: UInt32) -> Int {
        var low = 0
        var high = images.count
        while low < high {
            let middle = (low + high) / 2
            if images[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func image(_ number: UInt32, seed: UInt64, created: Int, now: Int) -> DemoImage {
        var chance = Chance(seed: ~seed, number: UInt64(number))
        // Most are well; of each kind of trouble there are some at once, stuck for minutes to weeks.
        let status: DemoImage.Status =
            switch chance.below(1000) {
            case ..<8: .queued
            case ..<14: .saving
            case ..<17: .uploading
            case ..<20: .importing
            case ..<26: .killed
            case ..<30: .pendingDelete
            case ..<50: .deactivated
            default: .active
            }
        let age = chance.pick([600, 1800, 7200, 30_000, 100_000, 700_000, 3_000_000])
        let changed = status == .active ? created + chance.below(3600) : max(created, now - age)
        return DemoImage(number: number, status: status, created: created, updated: min(now, changed))
    }

    private mutating func liveOneSecond() {
        var chance = Chance(seed: seed, number: 1 << 40 | UInt64(now))
        for plan in plans where plan.due <= now { carryOut(plan) }
        plans.removeAll { $0.due <= now }
        if chance.happens(40) { create(&chance) }
        if chance.happens(15), let victim = some(.active, &chance) { change(victim, to: .deactivated) }
        if chance.happens(15), let victim = some(.deactivated, &chance) { change(victim, to: .active) }
        while images.count > atStart + Self.growth, let victim = some(.active, &chance) ?? images.indices.last {
            images.remove(at: victim)
        }
    }

    private mutating func create(_ chance: inout Chance) {
        let number = nextNumber
        nextNumber += 1
        images.append(DemoImage(number: number, status: .queued, created: now, updated: now))
        let way: DemoImage.Status = chance.pick([.saving, .saving, .saving, .uploading, .importing])
        let begun = now + 3 + chance.below(8)
        plans.append(Plan(due: begun, number: number, to: way))
        let ended = begun + 8 + chance.below(40)
        switch chance.below(100) {
        case ..<74:
            plans.append(Plan(due: ended, number: number, to: .active))
            if chance.happens(20) {
                plans.append(Plan(due: ended + 30, number: number, to: .pendingDelete))
                plans.append(Plan(due: ended + 60, number: number, to: nil))
            }
        case ..<86: plans.append(Plan(due: ended, number: number, to: .queued))
        case ..<94: plans.append(Plan(due: ended, number: number, to: .killed))
        case ..<98: plans.append(Plan(due: ended, number: number, to: nil))
        // The rest hangs where it is.
        default: break
        }
    }

    private mutating func carryOut(_ plan: Plan) {
        let place = place(behind: plan.number) - 1
        guard images.indices.contains(place), images[place].number == plan.number else { return }
        if let status = plan.to { change(place, to: status) } else { images.remove(at: place) }
    }

    private mutating func change(_ place: Int, to status: DemoImage.Status) {
        images[place].status = status
        images[place].updated = now
    }

    /// Some image of this status; few tries, so that a rare status costs no search.
    private func some(_ status: DemoImage.Status, _ chance: inout Chance) -> Int? {
        guard !images.isEmpty else { return nil }
        for _ in 0..<20 {
            let place = chance.below(images.count)
            if images[place].status == status { return place }
        }
        return nil
    }
}
