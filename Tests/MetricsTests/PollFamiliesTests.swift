import Exposition
import Metrics
import Testing

@Suite struct PollFamiliesTests {
    private func lines(_ state: PollState) -> [String] {
        PollFamilies.all.flatMap { family in
            family.samples(state).map { family.family.name + ($0.suffix.isEmpty ? " " : "") + $0.line }
        }
    }

    private static let reasons = [
        "dns", "connect", "tls", "timeout", "interrupted", "unauthorized", "forbidden", "not_found", "rate_limited",
        "bad_request", "server_error", "unexpected_status", "malformed", "too_large", "loop", "unscoped_token",
        "no_endpoint", "wrong_dialect", "cancelled", "internal",
    ]

    @Test func aCloudStartsDownWithAllReasonsAtZero() {
        let failures = Self.reasons.map { "glance_poll_failures_total \($0) 0" }
        #expect(lines(PollState()) == ["glance_up 0", "glance_polls_total 0"] + failures)
    }

    @Test func everyFigureIsShown() {
        var state = PollState()
        state.isUp = true
        state.info = .init(region: "eu", projectID: "p1", dialect: "glance", authType: "password", isAdmin: true)
        state.polls = 3
        state.failures = [.timeout: 2]
        state.last = .init(end: 1_700_000_000.5, seconds: 1.25, pages: 7, receivedBytes: 4096)
        state.lastSuccess = 1_700_000_001
        state.lastFull = 1_700_000_002
        state.requests = [
            .init(operation: "list", code: "200", count: 9), .init(operation: "list", code: "none", count: 1),
        ]
        state.tokenExpiry = 1_800_000_000
        state.passwordExpiry = 1_900_000_000
        state.identityCertificateExpiry = 1_950_000_000
        state.imageCertificateExpiry = 1_960_000_000
        state.optionalFailures = [.shares: [.forbidden: 3]]
        let shown = lines(state).filter { !$0.hasSuffix(" 0") }
        #expect(
            shown == [
                "glance_up 1", "glance_cloud_info eu p1 glance password admin 1", "glance_polls_total 3",
                "glance_poll_failures_total timeout 2", "glance_poll_optional_failures_total shares forbidden 3",
                "glance_poll_duration_seconds 1.25", "glance_poll_pages 7",
                "glance_poll_received_bytes 4096", "glance_last_poll_timestamp_seconds 1700000000.5",
                "glance_last_successful_poll_timestamp_seconds 1700000001.0",
                "glance_last_full_poll_timestamp_seconds 1700000002.0", "glance_poll_requests_total list 200 9",
                "glance_poll_requests_total list none 1", "glance_token_expiry_timestamp_seconds 1800000000.0",
                "glance_password_expiry_timestamp_seconds 1900000000.0",
                "glance_endpoint_certificate_expiry_timestamp_seconds identity 1950000000.0",
                "glance_endpoint_certificate_expiry_timestamp_seconds image 1960000000.0",
            ])
        let zeros = lines(state).filter { $0.hasPrefix("glance_poll_optional_failures_total shares ") }
        #expect(zeros.count == Self.reasons.count)
    }

    @Test func durationsAreACumulativeHistogram() {
        var state = PollState()
        state.durations = [
            .init(
                operation: "list", bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
                buckets: [1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 4], sum: 300.5)
        ]
        let name = "glance_poll_request_duration_seconds"
        let buckets = [
            "0.05 1", "0.1 1", "0.25 3", "0.5 3", "1.0 3", "2.5 6", "5.0 6", "10.0 6", "30.0 6", "60.0 6", "+Inf 10",
        ]
        #expect(
            lines(state).filter { $0.hasPrefix(name) }
                == buckets.map { "\(name)_bucket list \($0)" } + ["\(name)_sum list 300.5", "\(name)_count list 10"])
    }
}
