import Catalogue
import Foundation
import ImageAPI
import Synchronization
import Testing

@testable import GlanceExporter
@testable import Settings

/// Polls of changes between polls of everything (`poll.full_every`).
@Suite struct ChangesPollTests {
    /// A bench that asks for everything every ten minutes, and polls once a minute.
    private func bench(_ glance: ModelGlance, kept: KeptDetails = KeptDetails(), concurrency: Int = 1) -> Bench {
        let bench = Bench(.glance, kept: kept) {
            $0.fullEvery = .seconds(600)
            $0.concurrency = concurrency
        }
        glance.serve(bench)
        return bench
    }

    private func glance(_ images: [(number: Int, status: String)]) -> ModelGlance {
        let glance = ModelGlance()
        glance.change { world in
            for image in images {
                let time = ModelGlance.start + image.number
                world.images[image.number] = ModelGlance.Image(status: image.status, created: time, updated: time)
            }
        }
        return glance
    }

    /// A poll, a minute after the last one; what it asked for, without the parameters that all requests have.
    @discardableResult private func poll(_ bench: Bench, after: Duration = .seconds(60)) async -> [String] {
        let before = bench.cloud.log.count
        await bench.poller.poll()
        bench.elapsed.advance(after)
        return bench.cloud.log.dropFirst(before).map { target in
            target.replacing("/v2/images?limit=1000&visibility=all&", with: "")
                .replacing("&sort=created_at%3Aasc%2Cid%3Aasc", with: "")
        }
    }

    private func counts(_ bench: Bench) -> [String: Int] {
        bench.samples("glance_images").reduce(into: [:]) { counts, sample in
            let parts = sample.split(separator: "\"")
            let value = Int(sample.split(separator: " ").last ?? "") ?? 0
            if value > 0 { counts[String(parts[1]), default: 0] += value }
        }
    }

    private func transitions(_ bench: Bench) -> [String] {
        bench.samples("glance_image_status_transitions_total").filter { !$0.hasSuffix(" 0") }
    }

    private static let everything = ["os_hidden=false", "os_hidden=true"]

    private static func changes(_ time: String) -> [String] {
        let whole = "status=in%3Aqueued%2Csaving%2Cuploading%2Cimporting%2Cpending_delete%2Cdeactivated%2Cdeleted"
        return everything.map { "\($0)&\(whole)" } + everything.map { "\($0)&updated_at=gte%3A\(time)" }
    }

    @Test func changesAreAskedForFromTheLatestOneSeen() async {
        let glance = glance([(1, "active"), (2, "active"), (100, "queued")])
        let bench = bench(glance)
        #expect(await poll(bench).suffix(2) == Self.everything)
        // 1779000100 is 2026-05-17T06:41:40Z; a minute before that.
        #expect(await poll(bench) == Self.changes("2026-05-17T06%3A40%3A40Z"))
        let full = bench.value(#"glance_last_full_poll_timestamp_seconds{cloud="c"}"#)
        let last = bench.value(#"glance_last_successful_poll_timestamp_seconds{cloud="c"}"#)
        #expect((full, last) == ("1780000000", "1780000060"))
        #expect(counts(bench) == ["active": 2, "queued": 1])
        #expect(bench.value(#"glance_up{cloud="c"}"#) == "1")
    }

    @Test func additionsAndChangesAreSeenAtOnceAndDeletionsLater() async {
        let glance = glance([(1, "active"), (2, "active"), (3, "queued"), (4, "deactivated"), (5, "queued")])
        let bench = bench(glance)
        await poll(bench)
        glance.change { world in
            world.images[2] = nil
            world.images[4] = nil
            world.images[3]?.status = "active"
            world.images[3]?.updated = ModelGlance.start + 1000
            world.images[5] = nil
            world.images[6] = ModelGlance.Image(
                status: "saving", created: ModelGlance.start + 1000, updated: ModelGlance.start + 1000)
        }
        await poll(bench)
        #expect(counts(bench) == ["active": 3, "saving": 1])
        #expect(
            transitions(bench) == [
                #"{from="none",to="saving"} 1"#, #"{from="queued",to="active"} 1"#, #"{from="queued",to="gone"} 1"#,
                #"{from="deactivated",to="gone"} 1"#,
            ])
        for _ in 3...10 { await poll(bench) }
        #expect(counts(bench) == ["active": 3, "saving": 1])
        #expect(await poll(bench) == Self.everything)
        #expect(counts(bench) == ["active": 2, "saving": 1])
    }

    /// Between its two steps of a deletion Glance lists an image as deleted, and then no more.
    @Test func anImageThatWasSeenAsDeletedIsGoneAtTheNextPoll() async {
        let glance = glance([(1, "active"), (2, "queued")])
        let bench = bench(glance)
        await poll(bench)
        glance.change { world in
            world.images[2]?.status = "deleted"
            // Another change as late keeps the next poll one of changes.
            for number in [1, 2] { world.images[number]?.updated = ModelGlance.start + 1000 }
        }
        await poll(bench)
        #expect(counts(bench) == ["active": 1, "deleted": 1])
        glance.change { $0.images[2] = nil }
        await poll(bench)
        #expect(counts(bench) == ["active": 1])
        #expect(
            transitions(bench) == [
                #"{from="queued",to="deleted"} 1"#, #"{from="deleted",to="gone"} 1"#,
            ])
    }

    @Test func anImageThatIsHiddenStaysOne() async {
        let glance = glance([(1, "active"), (2, "active")])
        let bench = bench(glance)
        await poll(bench)
        glance.change { world in
            world.images[1]?.isHidden = true
            world.images[1]?.updated = ModelGlance.start + 50
        }
        await poll(bench)
        #expect(
            bench.samples("glance_images_by_hidden") == [
                #"{hidden="false",status="active",visibility="public"} 1"#,
                #"{hidden="true",status="active",visibility="public"} 1"#,
            ])
    }

    private static let statuses = ["queued", "saving", "active", "active", "active", "deactivated", "pending_delete"]

    /// Some images come, change, hide and go.
    private func live(_ glance: ModelGlance, at now: Int, _ random: Generator) {
        glance.change { world in
            for _ in 0..<20 {
                let number = Int(random.next() % 260)
                switch random.next() % 4 {
                case 0: world.images[number] = nil
                case 1: world.images[number]?.isHidden.toggle()
                default:
                    if world.images[number] == nil {
                        world.images[number] = ModelGlance.Image(created: now, updated: now)
                    }
                    world.images[number]?.status = Self.statuses[Int(random.next() % 7)]
                }
                world.images[number]?.updated = now
            }
        }
    }

    /// Against a model, over many polls in which images come, change, hide and go, some polls failing.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func agreesWithAModel(seed: UInt64) async {
        let listed = Set(Self.statuses).subtracting(["active"])
        let random = Generator(seed)
        let glance = glance((1...200).map { ($0, Self.statuses[$0 % 7]) })
        let bench = bench(glance, kept: KeptDetails(owners: true), concurrency: seed.isMultiple(of: 2) ? 4 : 1)
        var known: [Int: ModelGlance.Image] = [:]
        for round in 0..<40 {
            let now = ModelGlance.start + 1000 + round * 60
            live(glance, at: now, random)
            let fails = random.next() % 5 == 0 && round > 0
            if fails {
                bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(500) } }
            } else {
                glance.serve(bench)
            }
            let asked = await poll(bench)
            if fails { continue }
            let world = glance.images
            if asked.contains(where: { $0.contains("updated_at") }) {
                known = known.filter { world[$0.key] != nil || !listed.contains($0.value.status) }
                known.merge(world) { $1 }
            } else {
                known = world
            }
            let expected = known.values.reduce(into: [String: Int]()) { $0[$1.status, default: 0] += 1 }
            #expect(counts(bench) == expected, "round \(round)")
            let owned = bench.samples("glance_images_by_owner").reduce(0) {
                $0 + (Int($1.split(separator: " ").last ?? "") ?? 0)
            }
            #expect(owned == known.count, "round \(round)")
        }
    }

    /// Unfiltered lists are noticed by an image that was not asked for.
    @Test(arguments: ["updated_at", "status"]) func aServerThatTakesNoNoticeIsAskedForEverything(name: String) async {
        let glance = glance([(1, "active"), (2000, "active"), (3, "queued")])
        glance.change { $0.ignored = [name] }
        let bench = bench(glance)
        await poll(bench)
        glance.change { $0.images[1] = nil }
        #expect(await poll(bench).suffix(2) == Self.everything)
        #expect(counts(bench) == ["active": 1, "queued": 1])
        #expect(await poll(bench) == Self.everything)
        #expect(bench.value(#"glance_polls_total{cloud="c"}"#) == "3")
        #expect(bench.logged.lines.withLock { $0.contains { $0.contains("every poll is of all of them") } })
    }

    /// Nothing listed where the latest change should be: everything is asked for, and after the second time always.
    @Test func aServerThatKnowsNoTimesIsAskedForEverything() async {
        let glance = glance([(1, "active")])
        glance.change { $0.unknown = ["updated_at"] }
        let bench = bench(glance)
        await poll(bench)
        for _ in 1...2 {
            let asked = await poll(bench)
            #expect(asked.count == 6)
            #expect(asked.suffix(2) == Self.everything)
        }
        #expect(await poll(bench) == Self.everything)
        #expect(counts(bench) == ["active": 1])
    }

    /// Where the image that was changed last is gone, nothing is wrong with the server.
    @Test func theLatestImageMayBeDeleted() async {
        let glance = glance([(1, "active"), (2000, "active")])
        let bench = bench(glance)
        await poll(bench)
        for _ in 1...3 {
            glance.change { world in
                let last = world.images.keys.max() ?? 0
                world.images[last] = nil
                world.images[last / 2] = ModelGlance.Image(
                    created: ModelGlance.start + last / 2, updated: ModelGlance.start + last / 2)
            }
            #expect(await poll(bench).suffix(2) == Self.everything)
            #expect(await poll(bench).count == 4)
        }
        #expect(counts(bench) == ["active": 2])
    }

    @Test func anotherRoleSeesEverythingAnew() async {
        let bench = bench(glance([(1, "active")]))
        await poll(bench)
        bench.cloud.script { state in
            let list = state.list
            state.login = { ScriptedCloud.token("other-\($0)", role: "member") }
            state.list = { target, token in
                token.hasPrefix("other") ? list(target, token) : ScriptedCloud.refusal(401)
            }
        }
        await poll(bench)
        #expect(await poll(bench).suffix(2) == Self.everything)
    }

    @Test func afterAFailedPollOfEverythingItIsAskedForAgain() async {
        let glance = glance([(1, "active")])
        let bench = bench(glance)
        await poll(bench, after: .seconds(600))
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(400) } }
        await poll(bench)
        glance.serve(bench)
        #expect(await poll(bench) == Self.everything)
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(400) } }
        await poll(bench)
        glance.serve(bench)
        #expect(await poll(bench).count == 4)
    }

    @Test func withoutItEveryPollIsOfEverything() async {
        let bench = Bench(.glance)
        glance([(1, "active")]).serve(bench)
        await poll(bench)
        for _ in 1...3 { #expect(await poll(bench) == Self.everything) }
    }
}
