/// A life without mishaps, for a cloud that a script looks after: some uploads and a snapshot now and then, all of them
/// good; golden images that are built every night; uploads that are cleared away once a week.
struct CalmLife: Sendable {
    /// A platform whose golden image is built every night.
    struct Golden: Sendable, Equatable {
        var system: DemoSystem
        var version: String
    }

    /// Seconds of life before the start, so that it is in full swing from the first listing on.
    static let warmUp = 15 * 86_400
    /// Uploads are kept for so many seconds at least.
    private static let keeping = 7 * 86_400
    private static let week = 7 * 86_400
    /// Hour of the day at which the golden images are built, and that at which uploads are cleared away.
    private static let buildHour = 2
    private static let clearingHour = 4

    /// Uploads in a hundred hours; a script may end them, as all that follows.
    var uploads = 8
    /// Snapshots in a hundred hours.
    var snapshots = 2
    /// Those that are built.
    var golden = DemoSystem.golden
    /// The number of each golden image that is in use, by platform and version.
    private var inUse: [String: UInt32] = [:]
    /// Hours since 1970 up to the next one in which something may be done.
    private var hour: Int

    /// Begins with the hour after `start`, in Unix seconds.
    init(start: Int) { hour = start / 3600 + 1 }

    /// Unix seconds at which the next hour's work is done: some time within it.
    var next: Int {
        var chance = Chance(seed: 0xCA15, number: UInt64(truncatingIfNeeded: hour))
        return hour * 3600 + chance.below(3600)
    }

    /// Does the next hour's work.
    mutating func live(in catalogue: inout DemoCatalogue) {
        if hour % 24 == Self.buildHour { for one in golden { build(one, in: &catalogue) } }
        var chance = Chance(seed: catalogue.seed ^ 0xCA15, number: UInt64(truncatingIfNeeded: hour))
        hour += 1
        if chance.below(100) < uploads { upload(.stock, &chance, in: &catalogue) }
        if chance.below(100) < snapshots { upload(.snapshot, &chance, in: &catalogue) }
    }

    /// The new image replaces the old one as soon as it is there.
    private mutating func build(_ one: Golden, in catalogue: inout DemoCatalogue) {
        let key = "\(one.system.distro) \(one.version)"
        if let old = inUse[key] {
            catalogue.plan(old, after: 1800, to: .pendingDelete)
            catalogue.plan(old, after: 1860, to: nil)
        }
        inUse[key] = catalogue.add(
            steps: [.init(after: 20, to: .saving), .init(after: 320, to: .active)],
            as: Self.traits(of: one, built: catalogue.now))
    }

    /// What a golden image is that was built then, in Unix seconds; `other` are properties beside its own.
    static func traits(
        of one: Golden, built: Int, _ other: [DemoProperty] = [],
        _ change: @escaping (inout DemoTraits) -> Void = { _ in }
    ) -> (DemoTraits) -> GivenTraits {
        { traits in
            var traits = traits
            traits.visibility = .public
            traits.isProtected = true
            traits.system = one.system
            traits.version = one.version
            traits.size = 2 << 30
            change(&traits)
            let date = CivilTime.text(built).prefix(10)
            let clock = CivilTime.text(built).dropFirst(11).prefix(8)
            return GivenTraits(
                traits,
                properties: [
                    DemoProperty(name: "image_build_date", value: "\(date) \(clock)"),
                    DemoProperty(name: "replace_frequency", value: "monthly"),
                ] + other)
        }
    }

    private func upload(_ style: DemoTraits.Style, _ chance: inout Chance, in catalogue: inout DemoCatalogue) {
        var steps = [ImageLife.Step(after: chance.within(5...60), to: chance.pick([.saving, .saving, .importing]))]
        steps.append(.init(after: chance.within(120...600), to: .active))
        let kept = catalogue.now + Self.keeping
        let cleared = (kept / Self.week + 1) * Self.week + Self.clearingHour * 3600 + chance.below(1800)
        steps.append(.init(after: cleared - catalogue.now, to: .pendingDelete))
        steps.append(.init(after: cleared - catalogue.now + chance.within(10...40), to: nil))
        catalogue.add(steps: steps) { traits in
            var traits = traits
            traits.style = style
            return GivenTraits(traits)
        }
    }
}

extension DemoSystem {
    /// The platforms of a calm cloud's golden images.
    fileprivate static let golden = [("ubuntu", "24.04"), ("debian", "12"), ("rocky", "9.5"), ("windows", "2022")]
        .compactMap { distro, version in
            all.first { $0.distro == distro }.map { CalmLife.Golden(system: $0, version: version) }
        }
}
