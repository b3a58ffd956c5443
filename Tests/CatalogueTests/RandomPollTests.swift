import Testing

@testable import Catalogue

/// The catalogue against a naive one, over polls with broken tries, abandoned polls, duplicates and deletions.
@Suite struct RandomPollTests {
    private static let start: UInt32 = 1_900_000_000

    /// What a cloud and two catalogues that watch it hold.
    private struct World {
        var random: Seeded
        var now = RandomPollTests.start
        var cloud: [UInt64: PlainImage] = [:]
        let catalogue = Catalogue()
        var current: CatalogueWalk?
        var naive = NaiveCatalogue()
        var next: UInt64 = 1

        mutating func live() {
            now += 60
            for number in cloud.keys.sorted() {
                switch UInt8.random(in: 0...19, using: &random) {
                case 0: cloud[number] = nil
                case 1...3: cloud[number] = .random(number, now: now, &random)
                default: break
                }
            }
            for _ in 0..<Int.random(in: 0...300, using: &random) {
                cloud[next] = .random(next, now: now, &random)
                next += 1
            }
        }

        mutating func show(_ image: PlainImage) {
            current?.observe(image)
            naive.observe(image)
        }

        mutating func beginWalk() {
            current = catalogue.beginWalk()
            naive.beginWalk()
        }

        /// A walk over some images; one or two tries may break before the one that is whole.
        mutating func walk(_ images: [PlainImage]) {
            beginWalk()
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                // What a broken try sees of an image may differ, and some of it may be gone by the next one.
                for image in images.prefix(Int.random(in: 0...images.count, using: &random)) {
                    show(.random(image.number, now: now, &random))
                }
                for _ in 0..<5 {
                    show(.random(next, now: now, &random))
                    next += 1
                }
                beginWalk()
            }
            for image in images {
                if UInt8.random(in: 0...9, using: &random) == 0 { show(.random(image.number, now: now, &random)) }
                show(image)
            }
            current?.finish()
            naive.finishWalk()
        }

        /// Two walks, between which a few images move, so that both see them.
        mutating func poll(isWhole: Bool) -> Census? {
            catalogue.beginPoll()
            naive.beginPoll()
            let images = cloud.keys.sorted().compactMap { cloud[$0] }
            let hidden = images.filter { $0.columns[.hidden] == "true" || $0.number % 50 == 0 }
            walk(images.filter { $0.columns[.hidden] != "true" })
            if isWhole {
                walk(hidden)
                naive.finishPoll()
                return catalogue.finishPoll(at: now)
            }
            beginWalk()
            for image in hidden { show(.random(image.number, now: now, &random)) }
            catalogue.abandonPoll()
            return nil
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithTheNaiveCatalogue(seed: UInt64) {
        var world = World(random: Seeded(state: seed))
        for number in 1...3000 {
            world.cloud[UInt64(number)] = .random(UInt64(number), now: world.now, &world.random)
        }
        world.next = 100_000
        for round in 0..<12 {
            world.live()
            guard let census = world.poll(isWhole: round % 4 != 2) else { continue }
            compare(census, world.naive, now: world.now)
        }
    }

    private func compare(_ census: Census, _ naive: NaiveCatalogue, now: UInt32) {
        #expect(census.images == naive.published.count)
        for label in ImageLabel.allCases {
            #expect(census.counts(label) == naive.counts { $0.label(label) }, "\(label)")
        }
        #expect(census.supportCounts == naive.supportCounts)
        compareSums(census, naive)
        compareUpkeep(census.upkeep, naive, now: now)
        for status in ImageStatus.transitional {
            for (age, seconds) in [900, 3600, 21_600, 86_400, 604_800, 2_592_000].enumerated() {
                let expected = naive.unchanged(status, seconds: UInt32(seconds), now: now)
                #expect(census.unchanged(status, age: age) == expected, "\(status) \(seconds)")
            }
        }
        let statuses = [nil] + ImageStatus.allCases
        for from in statuses {
            for to in statuses where from != nil || to != nil {
                let expected = naive.changes[NaiveCatalogue.Change(from: from, to: to)] ?? 0
                let change = "\(from?.name ?? "none") to \(to?.name ?? "gone")"
                #expect(census.transitions.count(from: from, to: to) == expected, "\(change)")
            }
        }
    }

    private func compareUpkeep(_ upkeep: UpkeepCensus, _ naive: NaiveCatalogue, now: UInt32) {
        let builds = upkeep.builds.map { ([$0.platform, $0.osVersion, $0.visibility.name], $0.newest) }
        #expect(Dictionary(builds, uniquingKeysWith: max) == naive.newestBuilds())
        var states: [String: Int] = [:]
        for frequency in ReplaceFrequency.allCases {
            for state in ReplaceState.allCases where upkeep[frequency, state] > 0 {
                states["\(frequency.name) \(state.name)"] = upkeep[frequency, state]
            }
        }
        #expect(states == naive.replacements(now: now))
        let dates = naive.dates(now: now)
        #expect(upkeep.pastProvidedUntil == dates.past.count)
        #expect(upkeep.nextProvidedUntil == dates.next.min().map { (UInt32($0) + 1) * 86_400 })
        #expect(upkeep.failedImports == naive.published.values.count { $0.upkeep.hasFailedImport })
        #expect(upkeep.runningImports == naive.published.values.count { $0.upkeep.hasRunningImport })
    }

    private func compareSums(_ census: Census, _ naive: NaiveCatalogue) {
        typealias Cell = NaiveCatalogue.Cell
        let bases = Dictionary(grouping: census.bases) { Cell(status: $0.status, visibility: $0.visibility) }
        #expect(bases.mapValues { $0.reduce(0) { $0 + $1.images } } == naive.cells(\.count))
        #expect(
            bases.mapValues { $0.reduce(UInt128(0)) { $0 + $1.size } }
                == naive.cells { $0.compactMap(\.size).reduce(UInt128(0)) { $0 + UInt128($1) } })
        #expect(
            bases.mapValues { $0.reduce(0) { $0 + $1.withoutSize } } == naive.cells { $0.count { $0.size == nil } })
        #expect(
            bases.mapValues { $0.compactMap(\.oldestCreated).min() } == naive.cells { $0.compactMap(\.created).min() })
        #expect(
            bases.mapValues { $0.compactMap(\.newestCreated).max() } == naive.cells { $0.compactMap(\.created).max() })
        #expect(
            bases.mapValues { $0.compactMap(\.oldestUpdated).min() } == naive.cells { $0.compactMap(\.updated).min() })
    }
}
