import Exposition

/// Every family of a cloud's polls, each declared once, in output order.
package enum PollFamilies {
    /// All of them; lines and pages keep this order.
    package static let all: [PollFamily] =
        [isUp, info] + counters + lastPoll + requests + expiries + [isCompatiblyUp]

    private static let isUp = PollFamily.gauge(
        "glance_up", help: "Whether the last poll of the cloud was whole (1) or not (0); 0 before the first whole poll."
    ) { .integer($0.isUp ? 1 : 0) }

    private static let isCompatiblyUp = PollFamily.gauge(
        "openstack_glance_up", help: "With compatibility.openstack_exporter: the same as glance_up."
    ) { $0.isCompatible ? .integer($0.isUp ? 1 : 0) : nil }

    private static let info = PollFamily(
        Family(
            "glance_cloud_info", .gauge, labels: ["region", "project_id", "dialect", "auth_type", "scope"],
            help: "What the exporter sees the cloud as; scope is admin or project. Always 1; absent before a login."
        )
    ) { state in
        guard let info = state.info else { return [] }
        let scope = info.isAdmin ? "admin" : "project"
        return [Sample([info.region, info.projectID, info.dialect, info.authType, scope], .integer(1))]
    }

    private static let counters: [PollFamily] = [
        PollFamily(Family("glance_polls_total", .counter, help: "Finished polls, whole or not.")) { state in
            [Sample([], .integer(Int128(state.polls)))]
        },
        PollFamily(
            Family(
                "glance_poll_failures_total", .counter, labels: ["reason"],
                help: "Polls that were not whole, by reason.")
        ) { state in
            FailureReason.allCases.map { Sample([$0.rawValue], .integer(Int128(state.failures[$0] ?? 0))) }
        },
        PollFamily(
            Family(
                "glance_poll_optional_failures_total", .counter, labels: ["part", "reason"],
                help:
                    "Failures of an optional part of a poll (shares, quota or names), which cost that part's families "
                    + "only.")
        ) { state in
            // Zeros for every part that is in use: a first failure shows as an increase.
            OptionalPart.allCases.filter { state.optionalFailures[$0] != nil }.flatMap { part in
                FailureReason.allCases.map { reason in
                    let count = state.optionalFailures[part]?[reason] ?? 0
                    return Sample([part.rawValue, reason.rawValue], .integer(Int128(count)))
                }
            }
        },
    ]

    private static let lastPoll: [PollFamily] = [
        .gauge("glance_poll_duration_seconds", unit: "seconds", help: "Duration of the last poll, whole or not.") {
            $0.last.map { .real($0.seconds) }
        },
        .gauge("glance_poll_pages", help: "Pages of images that the last poll received.") {
            $0.last.map { .integer(Int128($0.pages)) }
        },
        .gauge(
            "glance_poll_received_bytes", unit: "bytes",
            help: "Bytes of pages of images that the last poll received, as they came over the wire."
        ) { $0.last.map { .integer(Int128($0.receivedBytes)) } },
        .gauge(
            "glance_last_poll_timestamp_seconds", unit: "seconds",
            help: "End of the last poll, whole or not, in Unix seconds."
        ) { $0.last.map { .real($0.end) } },
        .gauge(
            "glance_last_successful_poll_timestamp_seconds", unit: "seconds",
            help: "End of the last whole poll, in Unix seconds."
        ) { $0.lastSuccess.map { .real($0) } },
        .gauge(
            "glance_last_full_poll_timestamp_seconds", unit: "seconds",
            help: "End of the last whole poll that listed every image and not only changed ones, in Unix seconds."
        ) { $0.lastFull.map { .real($0) } },
    ]

    private static let expiries: [PollFamily] = [
        .gauge(
            "glance_token_expiry_timestamp_seconds", unit: "seconds",
            help: "End of the token in use, in Unix seconds; absent where unknown."
        ) { $0.tokenExpiry.map { .real($0) } },
        .gauge(
            "glance_password_expiry_timestamp_seconds", unit: "seconds",
            help: "End of the password in use, in Unix seconds; absent where it is unknown or does not end."
        ) { $0.passwordExpiry.map { .real($0) } },
        PollFamily(
            Family(
                "glance_endpoint_certificate_expiry_timestamp_seconds", .gauge, unit: "seconds", labels: ["endpoint"],
                help:
                    "End of the certificate that an endpoint (identity or image) showed last, in Unix seconds; absent "
                    + "without TLS.")
        ) { state in
            [("identity", state.identityCertificateExpiry), ("image", state.imageCertificateExpiry)]
                .compactMap { endpoint, expiry in expiry.map { Sample([endpoint], .real($0)) } }
        },
    ]
}
