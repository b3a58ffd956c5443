import Foundation
import HTTPClient
import ImageAPI
import TestSupport
import Testing

@testable import GlanceExporter

/// What a cloud may do to a poll: the reason is right, nothing false is shown, and the next good poll heals it.
@Suite struct FaultTests {
    private static let three = (1...3).map { FakeImage.glance($0) }
    private static let soon = Duration.milliseconds(20)

    /// A good poll, a poll with the fault, and a good one again; between them the catalogue grows.
    private func expect(
        _ reason: String, isFar: Bool = false, limits: (inout TransferLimits) -> Void = { _ in },
        _ fault: @escaping FakeCloud.Fault,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await PolledCloud.with(.glance, Self.three, isFar: isFar) { polled in
            await polled.poller.poll()
            #expect(polled.images() == 3, sourceLocation: sourceLocation)
            polled.cloud.change { $0.images.append(.glance(4)) }
            polled.cloud.fault(fault)
            polled.limits.set(limits)
            await polled.poller.poll()
            #expect(polled.failures == [reason: 1], sourceLocation: sourceLocation)
            #expect(!polled.isUp, sourceLocation: sourceLocation)
            #expect(polled.images() == 3, sourceLocation: sourceLocation)
            polled.cloud.fault(nil)
            polled.limits.set { _ in }
            await polled.poller.poll()
            #expect(polled.isUp, sourceLocation: sourceLocation)
            #expect(polled.images() == 4, sourceLocation: sourceLocation)
            #expect(polled.failures == [reason: 1], sourceLocation: sourceLocation)
        }
    }

    /// Every list request is answered so.
    private func lists(_ steps: ScriptedServerStep...) -> FakeCloud.Fault { { $0.isList ? steps : nil } }

    private static let message = #"{"message":"no<br /><br />\n","code":"400 No","title":"No"}"#

    // MARK: statuses

    @Test(arguments: [
        ("400 Bad Request", "bad_request"), ("403 Forbidden", "forbidden"), ("404 Not Found", "not_found"),
        ("500 Internal Server Error", "server_error"), ("429 Too Many Requests", "rate_limited"),
        ("503 Service Unavailable", "server_error"), ("418 Teapot", "unexpected_status"),
        ("301 Moved Permanently", "unexpected_status"), ("204 No Content", "unexpected_status"),
    ])
    func aStatusThatStays(status: String, reason: String) async throws {
        try await expect(reason, lists(.json(status, Self.message)))
    }

    /// As real Glance answers at an address without `/v2`.
    @Test func aWrongAddressWithTheListOfVersions() async throws {
        let versions =
            #"{"versions":[{"id":"v2.16","status":"CURRENT","links":[{"rel":"self","href":"http://x/v2/"}]}]}"#
        try await expect("unexpected_status", lists(.json("300 Multiple Choices", versions)))
    }

    @Test(arguments: [
        ("429 Too Many Requests", "Retry-After: 7", 7.0), ("503 Service Unavailable", "Retry-After: 7", 7.0),
        // Three seconds after the test's now, 2026-06-01T00:00:00Z.
        ("429 Too Many Requests", "Retry-After: Mon, 01 Jun 2026 00:00:03 GMT", 3.0),
        ("503 Service Unavailable", "Retry-After: Mon, 01 Jun 2026 00:00:03 GMT", 3.0),
    ])
    func aServerThatAsksForPatienceGetsIt(status: String, field: String, seconds: Double) async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { $0.isList && $0.number == 1 ? [.json(status, headers: [field], "{}")] : nil }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
            #expect(polled.clock.sleeps == [.seconds(seconds)])
        }
    }

    @Test func aPatienceBeyondReasonIsAFailure() async throws {
        try await expect(
            "rate_limited", lists(.json("429 Too Many Requests", headers: ["Retry-After: 86400"], Self.message)))
    }

    // MARK: bodies

    @Test func aPageOfHTML() async throws {
        let page = "<html><body>Welcome</body></html>"
        try await expect(
            "malformed", lists(.answer(headers: ["Content-Type: text/html"], body: Array(page.utf8))))
    }

    @Test func anEmptyBody() async throws { try await expect("malformed", lists(.json(""))) }

    @Test func aListingCutInTheMiddleByACleanEnd() async throws {
        try await expect(
            "malformed", lists(.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"images\":[{\"id\":\""), .close))
    }

    @Test func aBodyShorterThanItsLength() async throws {
        try await expect(
            "interrupted", lists(.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"images\""), .close))
    }

    @Test func aReset() async throws { try await expect("interrupted", lists(.reset)) }

    @Test func anEndlessBody() async throws {
        try await expect(
            "too_large", limits: { $0.bodyBytes = 1 << 20 },
            lists(
                .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"images\":["),
                .sendForever([UInt8](repeating: UInt8(ascii: " "), count: 64 << 10))))
    }

    @Test func anEndlessHead() async throws {
        try await expect(
            "too_large",
            lists(
                .send("HTTP/1.1 200 OK\r\n"), .sendForever(Array("X: \(String(repeating: "y", count: 4000))\r\n".utf8)))
        )
    }

    /// 2 KiB that would be 1 MiB.
    @Test func aGzipBomb() async throws {
        let bomb = try Self.gzip([UInt8](repeating: UInt8(ascii: " "), count: 1 << 20))
        try await expect(
            "too_large", isFar: true, limits: { $0.bodyBytes = 1 << 19 },
            lists(.answer(headers: ["Content-Encoding: gzip"], body: bomb)))
    }

    /// A body that nobody asked to be compressed is not decompressed.
    @Test func aGzipBombThatNobodyAskedFor() async throws {
        let bomb = try Self.gzip([UInt8](repeating: UInt8(ascii: " "), count: 1 << 20))
        #expect(bomb.count < 4 << 10)
        try await expect(
            "malformed", lists(.answer(headers: ["Content-Encoding: gzip"], body: bomb)))
    }

    // MARK: time

    @Test func silence() async throws {
        try await expect("timeout", limits: { $0.firstByte = Self.soon }, lists(.wait(Gate())))
    }

    @Test func silenceInTheBody() async throws {
        try await expect(
            "timeout", limits: { $0.stall = Self.soon },
            lists(.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), .wait(Gate())))
    }

    @Test func aByteAtATime() async throws {
        try await expect(
            "timeout", limits: { $0.total = .milliseconds(100) },
            lists(
                .send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
                .trickle([UInt8(ascii: " ")], milliseconds: 5)))
    }

    // MARK: pages

    private static func page(_ numbers: [Int], next: String?) -> ScriptedServerStep {
        let images = numbers.map { number in
            #"{"id":"\#(FakeImage.id(number))","status":"active","visibility":"public","owner":"p1"}"#
        }
        return .json(
            #"{"images":[\#(images.joined(separator: ","))]\#(next.map { ",\"next\":\"\($0)\"" } ?? "")}"#)
    }

    @Test(arguments: 1...3)
    func nextLinksInACircle(length: Int) async throws {
        try await expect("loop") { ask in
            guard ask.isList else { return nil }
            return [Self.page([ask.number], next: "/v2/images?marker=m\(ask.number % length)")]
        }
    }

    @Test func aMarkerDeletedInMidWalk() async throws {
        let images = (1...5).map { FakeImage.glance($0) }
        var listing = ListingSettings.glance
        listing.pageSize = 2
        try await PolledCloud.with(.glance, images, listing) { polled in
            polled.cloud.fault { ask in
                // The second page is asked for when its marker is just gone.
                if ask.isList, ask.number == 2 { polled.cloud.change { $0.images.remove(at: 1) } }
                return nil
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 4)
            #expect(polled.cloud.targets.filter { $0.contains("marker=") }.count == 3)
        }
    }

    @Test func overlappingPagesCountOnce() async throws {
        try await PolledCloud.with(.glance, []) { polled in
            polled.cloud.fault { ask in
                guard ask.isList, ask.target.contains("os_hidden=false") || ask.target.contains("marker") else {
                    return nil
                }
                return ask.target.contains("marker")
                    ? [Self.page([2, 3, 4], next: nil)] : [Self.page([1, 2, 3], next: "/v2/images?marker=x")]
            }
            await polled.poller.poll()
            #expect(polled.images() == 4)
        }
    }

    @Test func repeatedIDsCountOnce() async throws {
        try await PolledCloud.with(.glance, [.glance(1), .glance(1), .glance(2), .glance(1)]) { polled in
            await polled.poller.poll()
            #expect(polled.images() == 2)
        }
    }

    // MARK: login

    @Test func aRefusedLoginIsNotTriedAgain() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { ask in
                ask.isList ? nil : [.json("401 Unauthorized", #"{"error":{"code":401,"message":"no","title":"No"}}"#)]
            }
            await polled.poller.poll()
            #expect(polled.failures == ["unauthorized": 1])
            #expect(polled.cloud.logins == 1)
            // The back-off of a minute holds.
            await polled.poller.poll()
            #expect(polled.failures == ["unauthorized": 2])
            #expect(polled.cloud.logins == 1)
            #expect(polled.cloud.targets.isEmpty)
        }
    }

    /// A catalog that has named a wrong place, or a place that the image API has left: identity is asked again, once.
    @Test func anImageAPIThatIsNotWhereTheLoginSaidIsFoundByTheNextPoll() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { ask in
                let token = #"""
                    {"token":{"expires_at":"2040-01-01T00:00:00.000000Z","project":{"id":"p1"},"roles":[],"catalog":
                    [{"type":"image","endpoints":[{"interface":"public","url":"http://127.0.0.1:1"}]}]}}
                    """#
                return ask.isList ? nil : [.json("201 Created", headers: ["X-Subject-Token: token-0"], token)]
            }
            await polled.poller.poll()
            #expect(polled.failures == ["connect": 1])
            polled.cloud.fault(nil)
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
            #expect(polled.cloud.logins == 2)
            await polled.poller.poll()
            #expect(polled.cloud.logins == 2)
        }
    }

    @Test func keystoneAwayWhileGlanceSays401() async throws {
        try await expect("interrupted") { $0.isList ? [.unauthorized] : [.reset] }
    }

    @Test func aTokenThatEndsInMidWalkCostsOneLogin() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { ask in
                if ask.isList, ask.number == 2 { polled.cloud.change { $0.refused = ["token-1"] } }
                return nil
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
            #expect(polled.cloud.logins == 2)
        }
    }

    private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomb-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("bomb")
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = [file.path]
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: file.appendingPathExtension("gz")))
    }
}
