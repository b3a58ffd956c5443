import HTTPClient
import ImageAPI
import TestSupport
import Testing

@testable import GlanceExporter

/// The ways in which another exporter breaks, one test each, named after it.
@Suite struct PeerTests {
    private static let three = (1...3).map { FakeImage.glance($0) }

    @Test func exitsWhenKeystoneIsDown() async throws {
        // Nobody listens at this port.
        try await PolledCloud.with(.glance, Self.three, authURL: "http://127.0.0.1:9") { polled in
            await polled.poller.poll()
            #expect(polled.failures == ["connect": 1])
            #expect(!polled.isUp)
        }
    }

    @Test func noRetry() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { $0.isList && $0.number <= 3 ? [.json("500 Internal Server Error", "{}")] : nil }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
            #expect(polled.clock.sleeps.count == 3)
        }
    }

    @Test func retryAfterIgnored() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            polled.cloud.fault { ask in
                ask.isList && ask.number == 1
                    ? [.json("429 Too Many Requests", headers: ["Retry-After: 11"], "{}")] : nil
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.clock.sleeps == [.seconds(11)])
        }
    }

    @Test(
        arguments: [
            ("size", #""10""#, "size"), ("size", "{}", "size"), ("created_at", #""2026-01-01T00:00:00""#, "created_at"),
            ("architecture", #"{"a":[1]}"#, "architecture"), ("min_ram", #""512""#, nil), ("name", "null", nil),
            ("custom", #"{"a":{"b":[]}}"#, nil),
        ] as [(String, String, String?)])
    func oneOddImage(attribute: String, json: String, anomaly: String?) async throws {
        var images = Self.three
        images[1].set(attribute, json)
        try await PolledCloud.with(.glance, images) { polled in
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
            let anomalies = polled.samples("glance_image_attribute_anomalies").filter { !$0.hasSuffix(" 0") }
            #expect(anomalies == (anomaly.map { [#"{attribute="\#($0)"} 1"#] } ?? []))
        }
    }

    @Test func aRepeatedImage() async throws {
        try await PolledCloud.with(.glance, Self.three + Self.three) { polled in
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 3)
        }
    }

    @Test(arguments: ["/image/v2/images", "/v2/images", ""])
    func prefixedNext(path: String) async throws { try await followsNext(path) }

    @Test func absoluteNext() async throws {
        // An address of another host: only its query is followed, and the token stays.
        let other = try await ScriptedServer.start(.answer())
        try await followsNext(other.url + "/v2/images")
        #expect(other.requests.isEmpty)
        try await other.stop()
    }

    private func followsNext(_ path: String) async throws {
        var listing = ListingSettings.glance
        listing.pageSize = 2
        try await PolledCloud.with(.glance, (1...5).map { .glance($0) }, listing) { polled in
            polled.cloud.fault { ask in
                guard ask.isList else { return nil }
                let (status, body) = polled.cloud.listing(ask.target)
                return [.json(status, body.replacing(#""next":"/v2/images"#, with: #""next":"\#(path)"#))]
            }
            await polled.poller.poll()
            #expect(polled.isUp)
            #expect(polled.images() == 5)
        }
    }

    @Test func hiddenImages() async throws {
        try await PolledCloud.with(.glance, Self.three + [.glance(4) { $0.isHidden = true }]) { polled in
            await polled.poller.poll()
            #expect(polled.images() == 4)
            let hidden = #"{hidden="true",status="active",visibility="public"} 1"#
            #expect(polled.samples("glance_images_by_hidden").contains(hidden))
        }
    }

    @Test func communityImages() async throws {
        let others = FakeImage.glance(4) { ($0.visibility, $0.owner) = ("community", "p2") }
        for role in ["admin", "member"] {
            try await PolledCloud.with(.glance, Self.three + [others]) { polled in
                polled.cloud.change { $0.role = role }
                await polled.poller.poll()
                #expect(polled.value(#"glance_images{cloud="c",status="active",visibility="community"}"#) == "1")
            }
        }
    }

    /// Over TLS, with descriptors counted: `LeakTests` of the end-to-end tests.
    @Test func aConnectionLeakWithoutVerification() async throws {
        let unverified = { @Sendable (settings: inout TransportSettings) in settings.verify = false }
        try await PolledCloud.with(.glance, Self.three, transport: unverified) { polled in
            for _ in 0..<200 { await polled.poller.poll() }
            #expect(polled.value(#"glance_polls_total{cloud="c"}"#) == "200")
            #expect(polled.isUp)
            #expect(polled.cloud.connections < 10)
        }
    }

    @Test func anEmptyAnswerThatLooksHealthyBeforeTheFirstPoll() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            #expect(!polled.isUp)
            #expect(polled.value(#"glance_up{cloud="c"}"#) == "0")
            #expect(polled.images() == nil)
            #expect(polled.board.rows().map(\.state) == [.waiting])
        }
    }

    @Test func oneLoginAScrape() async throws {
        try await PolledCloud.with(.glance, Self.three) { polled in
            for _ in 0..<20 { await polled.poller.poll() }
            #expect(polled.cloud.logins == 1)
        }
    }
}
