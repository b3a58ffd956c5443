import Catalogue
import Metrics
import ScrapeServer
import Testing

@testable import GlanceExporter
@testable import ImageAPI

/// What the landing page is told of a cloud.
@Suite struct LandingRowTests {
    /// The wall clock of `Bench`.
    private static let start = 1_780_000_000.0

    /// Changed for the last time on the January day of its number.
    private static func image(_ number: Int, _ status: String) -> String {
        let day = number < 10 ? "0\(number)" : "\(number)"
        return #"{"id":"\#(ScriptedCloud.id(number))","status":"\#(status)","updated_at":"2026-01-\#(day)T00:00:00Z"}"#
    }

    @Test func aWholePollTellsItsFigures() async throws {
        let bench = Bench(kept: KeptDetails(stuck: 2))
        let waiting = try #require(bench.board.rows().first)
        #expect(waiting == LandingRow(cloud: "c", state: .waiting, nextPoll: Self.start))
        let images = [
            Self.image(3, "queued"), Self.image(2, "saving"), Self.image(4, "queued"), Self.image(5, "killed"),
            Self.image(6, "active"),
        ]
        bench.cloud.script {
            $0.list = { target, _ in ScriptedCloud.page(of: target.contains("hidden=true") ? [] : images) }
        }
        await bench.poller.poll()
        let stuck = [(2, "saving", 1_767_312_000.0), (3, "queued", 1_767_398_400.0)].map {
            LandingRow.Stuck.Image(id: ScriptedCloud.id($0.0), status: $0.1, updated: $0.2)
        }
        #expect(
            bench.board.rows() == [
                LandingRow(
                    cloud: "c", state: .up, lastSuccess: Self.start,
                    figures: .init(images: 5, queued: 2, killed: 1, stuck: .init(stuck)), nextPoll: Self.start)
            ])
    }

    @Test func whatNobodyAskedForIsNotTold() async throws {
        var listing = ListingSettings.glance
        listing.filter = try ListingFilter([QueryItem("status", "queued")], in: .glance)
        let bench = Bench(listing)
        await bench.poller.poll()
        let figures = try #require(bench.board.rows().first?.figures)
        #expect(figures == LandingRow.Figures(images: 0, queued: 0, killed: nil, stuck: nil))
    }

    @Test func stuckImagesHaveABound() async throws {
        let bench = Bench(kept: KeptDetails(stuck: 30))
        let images = (1...25).map { Self.image($0, "queued") }
        bench.cloud.script {
            $0.list = { target, _ in ScriptedCloud.page(of: target.contains("hidden=true") ? [] : images) }
        }
        await bench.poller.poll()
        let stuck = try #require(bench.board.rows().first?.figures?.stuck)
        #expect(stuck.images.map(\.id) == (1...20).map(ScriptedCloud.id))
        #expect(stuck.others == 5)
    }

    @Test func aFailureIsToldInWordsAndTheResultUntilItsAge() async throws {
        let bench = Bench()
        await bench.poller.poll()
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.refusal(403) } }
        bench.elapsed.advance(.seconds(60))
        await bench.poller.poll()
        let row = try #require(bench.board.rows().first)
        #expect(row.state == .down("the user may not do this"))
        #expect(row.lastSuccess == Self.start)
        #expect(row.figures?.images == 0)
        bench.elapsed.advance(.seconds(720))
        #expect(bench.board.rows().map(\.figures) == [nil])
        bench.cloud.script { $0.list = { _, _ in ScriptedCloud.page([]) } }
        await bench.poller.poll()
        #expect(bench.board.rows().map(\.state) == [.up])
    }

    @Test func everyReasonHasWordsOfItsOwn() {
        #expect(Set(FailureReason.allCases.map(\.words)).count == 20)
    }

    @Test func theNextPollIsThatOfTheSchedule() async throws {
        let origin = ContinuousClock.now
        // The poll's own time-out is further away.
        let bench = Bench(sleep: { moment in
            guard moment > origin + .seconds(300) else { throw CancellationError() }
            try await Task.sleep(for: .seconds(600))
        })
        bench.cloud.script { state in
            state.gate = { bench.elapsed.advance(.seconds(20)) }
        }
        await bench.poller.run {}
        let row = try #require(bench.board.rows().first)
        #expect(row.state == .up)
        #expect(row.nextPoll == Self.start + 60)
    }

    @Test func aCloudThatIsPolledWhenScrapedHasNoSchedule() async throws {
        let bench = Bench { $0.interval = .zero }
        #expect(bench.board.rows() == [LandingRow(cloud: "c", state: .scraped)])
        await bench.poller.poll()
        #expect(bench.board.rows().map(\.nextPoll) == [nil])
    }
}
