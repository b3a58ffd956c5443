import Exposition
import Identity
import Logging
import Metrics
import ScrapeServer
import Synchronization
import TestSupport
import Testing

@testable import GlanceExporter
@testable import Settings

/// Several clouds in one process, and what a reload does to them.
@Suite struct FleetTests {
    /// A fleet over scripted clouds, each with images as many as its number.
    private final class Ships: Sendable {
        let board = Board()
        let clouds = Mutex<[String: ScriptedCloud]>([:])
        let made = Mutex<[String]>([])
        /// List requests wait for it.
        let gate: Gate

        init(isOpen: Bool = true) {
            gate = Gate()
            if isOpen { gate.open() }
        }

        func fleet() -> Fleet {
            Fleet(board: board) { [self] watched in poller(watched) }
        }

        private func poller(_ watched: WatchedCloud) -> Poller {
            let name = watched.cloud.name
            made.withLock { $0.append(name) }
            let cloud = clouds.withLock { clouds in
                let cloud = clouds[name] ?? ScriptedCloud()
                clouds[name] = cloud
                return cloud
            }
            let gate = gate
            cloud.script { state in
                state.gate = { await gate.passed() }
                state.list = { target, _ in ScriptedCloud.page(target.contains("true") ? [] : [(1, "active")]) }
            }
            let session = Session(
                cloud: watched.cloud, sender: cloud, now: { 1_780_000_000 }, reread: { watched.cloud })
            return Poller(
                watched, access: CloudAccess(watched.cloud, session: session, sender: cloud), board: board,
                clocks: .system, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func value(_ family: String, _ cloud: String, more: String = "") -> String? {
            let text = String(decoding: board.answer(ExpositionRequest(), tail: []).whole, as: UTF8.self)
            let start = "\(family){cloud=\"\(cloud)\"\(more)} "
            return text.split(separator: "\n").first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        }

        func up(_ cloud: String) async {
            while value("glance_up", cloud) != "1" { await Task.yield() }
        }
    }

    private func watched(_ name: String, interval: Duration = .seconds(3600)) -> WatchedCloud {
        var watched = WatchedCloud(
            cloud: Cloud(
                name: name, authURL: "http://keystone.test",
                authentication: .password(
                    user: .name("u", domain: .id("d")), password: Secret("s"), project: .id("p1"))),
            poll: PollSettings(interval: interval, timeout: .seconds(600), maxAge: .seconds(9000)))
        watched.listing = .glance
        return watched
    }

    private func running(_ fleet: Fleet, _ body: () async throws -> Void) async throws {
        let task = Task { await fleet.run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        task.cancel()
        await task.value
        try outcome.get()
    }

    /// Runs `body` while clouds `a` and `b` are up.
    private func withTwoUp(_ body: (Ships, Fleet) async throws -> Void) async throws {
        let ships = Ships()
        let fleet = ships.fleet()
        await fleet.apply([watched("a"), watched("b")])
        try await running(fleet) {
            await ships.up("a")
            await ships.up("b")
            try await body(ships, fleet)
        }
    }

    @Test func aReloadAddsAndRemovesAndLeavesTheOthersAlone() async throws {
        try await withTwoUp { ships, fleet in
            await fleet.apply([watched("b"), watched("c")])
            await ships.up("c")
            #expect(ships.value("glance_up", "a") == nil)
            #expect(ships.value("glance_polls_total", "b") == "1")
            #expect(ships.made.withLock { $0 } == ["a", "b", "c"])
            #expect(!fleet.roster.has("a"))
            #expect(fleet.roster.has("c"))
        }
    }

    @Test func aChangedCloudIsExchanged() async throws {
        try await withTwoUp { ships, fleet in
            var changed = watched("a")
            changed.labels = [ConstantLabel("team", "x")]
            await fleet.apply([changed, watched("b")])
            while ships.value("glance_up", "a", more: ",team=\"x\"") != "1" { await Task.yield() }
            #expect(ships.value("glance_up", "a") == nil)
            #expect(ships.made.withLock { $0 } == ["a", "b", "a"])
            #expect(ships.value("glance_polls_total", "b") == "1")
        }
    }

    @Test func whatIsRemovedInMidPollShowsNothingMore() async throws {
        let ships = Ships(isOpen: false)
        let fleet = ships.fleet()
        await fleet.apply([watched("a"), watched("b")])
        try await running(fleet) {
            while ships.clouds.withLock({ $0["a"]?.log.count ?? 0 }) < 2 { await Task.yield() }
            await fleet.apply([watched("b")])
            ships.gate.open()
            await ships.up("b")
            #expect(ships.value("glance_up", "a") == nil)
        }
    }

    @Test func eightFirstPollsRunAtTheSameTime() async throws {
        let ships = Ships(isOpen: false)
        let fleet = ships.fleet()
        let names = (0..<12).map { "cloud-\($0)" }
        await fleet.apply(names.map { watched($0) })
        func begun() -> Int { ships.clouds.withLock { clouds in clouds.values.count { !$0.log.isEmpty } } }
        try await running(fleet) {
            while begun() < 8 { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            #expect(begun() == 8)
            ships.gate.open()
            for name in names { await ships.up(name) }
            #expect(begun() == 12)
        }
    }

    @Test func aCloudThatIsScrapedIsNotPolledByASchedule() async throws {
        let ships = Ships()
        let fleet = ships.fleet()
        await fleet.apply([watched("a", interval: .zero), watched("b")])
        try await running(fleet) {
            await ships.up("b")
            #expect(ships.board.isReady)
            #expect(ships.value("glance_up", "a") == "0")
            #expect(fleet.roster.isScraped("a"))
            #expect(fleet.roster.isScraped(nil))
            #expect(!fleet.roster.isScraped("b"))
            await fleet.refresh("b", within: nil)
            #expect(ships.value("glance_polls_total", "a") == "0")
            await fleet.refresh("a", within: nil)
            #expect(ships.value("glance_polls_total", "a") == "1")
            await fleet.refresh(nil, within: nil)
            #expect(ships.value("glance_polls_total", "a") == "2")
            #expect(ships.value("glance_polls_total", "b") == "1")
        }
    }

    @Test func readinessStaysWhateverAReloadAdds() async throws {
        let ships = Ships()
        let fleet = ships.fleet()
        await fleet.apply([watched("a")])
        #expect(!ships.board.isReady)
        try await running(fleet) {
            await ships.up("a")
            #expect(ships.board.isReady)
        }
        // The fleet has ended: nobody polls the new one.
        await fleet.apply([watched("a"), watched("b")])
        #expect(ships.board.isReady)
    }

    @Test func aBadFileKeepsTheOldSettingsAndSaysWhy() async throws {
        let ships = Ships()
        let fleet = ships.fleet()
        let clouds = Mutex<Result<[WatchedCloud], CloudsError>>(.success([watched("a")]))
        let elapsed = Bench.Elapsed()
        var clocks = Clocks.system
        clocks.wall = { 1000 + elapsed.duration.withLock { $0 }.inSeconds }
        let reloader = Reloader(
            fleet: fleet, clocks: clocks, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            () throws(CloudsError) in try clouds.withLock { $0 }.get()
        }
        #expect(reloader.state == Reloader.State(isGood: true, succeeded: 1000))
        #expect(await reloader.reload() == nil)
        #expect(fleet.roster.has("a"))
        elapsed.advance(.seconds(5))
        clouds.withLock { $0 = .failure(CloudsError(file: "f.yml", line: 3, key: "clouds", message: "wrong")) }
        #expect(await reloader.reload() == "f.yml:3: clouds: wrong")
        #expect(fleet.roster.has("a"))
        #expect(reloader.state == Reloader.State(isGood: false, succeeded: 1000))
        clouds.withLock { $0 = .success([watched("b")]) }
        #expect(await reloader.reload() == nil)
        #expect(reloader.state == Reloader.State(isGood: true, succeeded: 1005))
        #expect(!fleet.roster.has("a") && fleet.roster.has("b"))
    }
}
