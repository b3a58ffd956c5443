import TestSupport
import Testing

@testable import GlanceExporter

/// Smaller pages where the image API is slow.
@Suite struct PageSizeTests {
    @Test(arguments: [(1000, [500, 250, 125, 100, 100]), (150, [100, 100]), (100, [100]), (7, [7])])
    func itIsHalvedDownToAHundred(configured: Int, sizes: [Int]) {
        var size = PageSize(configured)
        var seen: [Int] = []
        for _ in sizes {
            let before = size.current
            let isLowered = size.pageWasTooMuch()
            #expect(isLowered == (size.current < before))
            seen.append(size.current)
        }
        #expect(seen == sizes)
    }

    /// Whole polls until the size is raised; nil: never within 400.
    private func wait(_ size: inout PageSize) -> Int? {
        (1...400).first { _ in size.pollWasWhole() }
    }

    @Test func itIsDoubledAfterTenWholePollsUpToWhatIsConfigured() {
        var size = PageSize(450)
        for _ in 1...3 { _ = size.pageWasTooMuch() }
        #expect(size.current == 100)
        var steps: [String] = []
        while let polls = wait(&size) { steps.append("\(polls) \(size.current)") }
        #expect(steps == ["10 200", "10 400", "10 450"])
    }

    /// A poll that fails in between begins the ten anew only where a page was the reason.
    @Test func aSizeThatWasTooMuchAgainIsTriedLessAndLessOften() {
        var size = PageSize(200)
        _ = size.pageWasTooMuch()
        var waits: [Int?] = []
        for _ in 1...6 {
            waits.append(wait(&size))
            #expect(size.current == 200)
            _ = size.pageWasTooMuch()
            #expect(size.current == 100)
        }
        #expect(waits == [10, 20, 40, 80, 160, 160])
        waits = [wait(&size)]
        // It holds at last, for as long as it was waited for.
        waits.append(wait(&size))
        _ = size.pageWasTooMuch()
        waits.append(wait(&size))
        #expect(waits == [160, nil, 10])
    }

    /// A gateway that has no patience for more than 250 images.
    @Test func aSlowServerIsAskedForLess() async throws {
        try await PolledCloud.with(.glance, [.glance(1), .glance(2)]) { polled in
            polled.cloud.fault { ask in
                ["limit=1000", "limit=500"].contains(where: ask.target.contains)
                    ? [.json("504 Gateway Timeout", "{}")] : nil
            }
            var ups: [Bool] = []
            for _ in 1...14 {
                await polled.poller.poll()
                ups.append(polled.isUp)
            }
            // Ten whole polls with 250, one that tries 500, and 250 again.
            #expect(ups == [false, false] + [Bool](repeating: true, count: 10) + [false, true])
            #expect(polled.images() == 2)
        }
    }

    @Test(arguments: ["timeout", "too_large", "server_error", "interrupted"])
    func onlyWhatFewerImagesMendLowersIt(reason: String) async throws {
        try await PolledCloud.with(.glance, [.glance(1)]) { polled in
            let gate = Gate()
            polled.limits.set {
                $0.bodyBytes = 1 << 16
                // A machine that stands still must not fail the other cases.
                if reason == "timeout" { $0.firstByte = .milliseconds(50) }
            }
            polled.cloud.fault { ask in
                guard ask.isList else { return nil }
                return switch reason {
                case "timeout": [.wait(gate)]
                case "too_large": [.json(String(repeating: " ", count: 1 << 17))]
                case "server_error": [.json("500 Internal Server Error", "{}")]
                default: [.reset]
                }
            }
            await polled.poller.poll()
            #expect(polled.failures == [reason: 1])
            #expect(await polled.poller.pageSize.current == (["timeout", "too_large"].contains(reason) ? 500 : 1000))
        }
    }
}
