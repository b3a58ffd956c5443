import Catalogue
import Foundation
import ImageAPI
import Synchronization
import Testing

@testable import GlanceExporter
@testable import Settings

/// Walks in parts, several requests at a time (`poll.concurrency`).
@Suite struct SideBySideTests {
    private func bench(_ concurrency: Int, pageSize: Int = 10, _ glance: ModelGlance) -> Bench {
        var listing = ListingSettings()
        listing.dialect = .glance
        listing.pageSize = pageSize
        let bench = Bench(listing, kept: KeptDetails(images: 100_000), isCompatible: true) {
            $0.concurrency = concurrency
        }
        glance.serve(bench)
        return bench
    }

    /// Images created over `span` seconds, every tenth one hidden; `span` 0: all at once.
    private func glance(_ count: Int, span: Int = 100_000) -> ModelGlance {
        let glance = ModelGlance()
        glance.change { world in
            for number in 0..<count {
                let created = ModelGlance.start + (count > 1 ? span * number / (count - 1) : 0)
                world.images[number] = ModelGlance.Image(
                    isHidden: number % 10 == 3, created: created, updated: created)
            }
        }
        return glance
    }

    /// Numbers of the images shown, hidden ones too, by their count.
    private func shown(_ bench: Bench) -> Int {
        bench.samples("glance_images_by_hidden").reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
    }

    private func ids(_ bench: Bench) -> Set<Substring> {
        Set(bench.samples("openstack_glance_image_bytes").map { $0.split(separator: "\"")[1] })
    }

    @Test(arguments: [(0, 10), (1, 10), (9, 10), (10, 10), (11, 10), (500, 10), (503, 7)])
    func everyImageCountsOnce(images: Int, pageSize: Int) async {
        for concurrency in [2, 4, 8] {
            let glance = glance(images)
            let bench = bench(concurrency, pageSize: pageSize, glance)
            for _ in 1...2 {
                await bench.poller.poll()
                #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
                #expect(shown(bench) == images)
                #expect(ids(bench).count == images - glance.images.values.count(where: \.isHidden))
            }
        }
    }

    @Test func imagesOfOneMomentAreNotLost() async {
        let bench = bench(4, glance(333, span: 0))
        for _ in 1...2 {
            await bench.poller.poll()
            #expect(shown(bench) == 333)
        }
    }

    /// As many as set, and never more.
    @Test(arguments: [1, 2, 3, 8]) func requestsAtATimeAreBounded(concurrency: Int) async {
        let glance = glance(600)
        let bench = bench(concurrency, glance)
        for _ in 1...2 { await bench.poller.poll() }
        #expect(glance.mostAtOnce == concurrency)
    }

    /// What does not change during a poll counts exactly once, while others come, change sides and go.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func stableImagesAreNeverLost(seed: UInt64) async {
        let glance = glance(400)
        let random = Generator(seed)
        glance.change { world in
            world.live = { world in
                let next = (world.images.keys.max() ?? 0) + 1
                let last = world.images.values.map(\.created).max() ?? ModelGlance.start
                world.images[next] = ModelGlance.Image(created: last + 1, updated: last + 1)
                // Images whose number is divisible by 4 are those that change.
                guard let number = world.images.keys.filter({ $0 % 4 == 0 }).sorted().randomElement(using: random)
                else { return }
                if random.isHeads { world.images[number] = nil } else { world.images[number]?.isHidden.toggle() }
            }
        }
        let stable = glance.images.filter { $0.key % 4 != 0 && !$0.value.isHidden }.keys
        let bench = bench(4, glance)
        for _ in 1...3 {
            await bench.poller.poll()
            guard bench.value(#"glance_up{cloud="c"}"#) == "1" else { continue }
            let shown = ids(bench)
            #expect(stable.allSatisfy { shown.contains(Substring(ScriptedCloud.id($0))) })
        }
        #expect(bench.value(#"glance_polls_total{cloud="c"}"#) == "3")
        #expect(!ids(bench).isEmpty)
    }

    /// A server that does not sort, or takes no notice of the time, is noticed, and its list read in one go from then on.
    @Test(arguments: ["sort", "created_at"]) func aServerThatHeedsNotIsNotSplit(parameter: String) async {
        let glance = glance(300)
        glance.change { $0.ignored = [parameter] }
        let bench = bench(4, glance)
        await bench.poller.poll()
        #expect(shown(bench) == 300)
        #expect(bench.logged.lines.withLock { $0.contains { $0.contains("walks are not split any more") } })
        let before = bench.cloud.log.count
        await bench.poller.poll()
        #expect(shown(bench) == 300)
        #expect(!bench.cloud.log.dropFirst(before).contains { $0.contains("created_at=gte") })
    }

    @Test func aFailedPartFailsThePoll() async {
        let glance = glance(300)
        let bench = bench(4, glance)
        await bench.poller.poll()
        bench.cloud.script { state in
            let list = state.list
            state.list = { target, token in
                target.contains("created_at") ? ScriptedCloud.refusal(500) : list(target, token)
            }
        }
        await bench.poller.poll()
        #expect(bench.failures == [#"glance_poll_failures_total{cloud="c",reason="server_error"} 1"#])
        #expect(shown(bench) == 300)
    }

    @Test func aFilterByCreationIsNotSplit() async throws {
        let glance = glance(300)
        var listing = ListingSettings()
        listing.dialect = .glance
        listing.pageSize = 10
        listing.filter = try ListingFilter(
            [QueryItem("created_at", "gte:2026-01-01T00:00:00Z")], in: .glance)
        let bench = Bench(listing) { $0.concurrency = 4 }
        glance.serve(bench)
        await bench.poller.poll()
        #expect(shown(bench) == 300)
        #expect(bench.cloud.log.allSatisfy { $0.components(separatedBy: "created_at=").count <= 2 })
    }
}

/// A seeded generator that closures may share.
final class Generator: RandomNumberGenerator, Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    var isHeads: Bool { next() % 2 == 0 }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return word ^ (word >> 31)
        }
    }
}

extension Array {
    func randomElement(using generator: Generator) -> Element? {
        isEmpty ? nil : self[Int(generator.next() % UInt64(count))]
    }
}
