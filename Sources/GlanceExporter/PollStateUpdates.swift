import HTTPClient
import Identity
import ImageAPI
import Metrics

extension PollState {
    /// A login succeeded, or the kept one still holds.
    mutating func learned(_ authorization: Authorization, of cloud: Cloud, dialect: Dialect) {
        tokenExpiry = authorization.tokenExpiry
        passwordExpiry = authorization.passwordExpiry
        info = CloudInfo(
            region: cloud.region ?? "", projectID: authorization.projectID ?? "", dialect: dialect.rawValue,
            authType: cloud.authentication.label, isAdmin: authorization.isAdmin)
    }

    /// Takes over what is known of finished requests, the counts in a fixed order.
    mutating func record(_ statistics: RequestStatistics) {
        requests = statistics.counts
            .map { key, count in
                RequestCount(
                    operation: key.operation.rawValue, code: key.status.map { "\($0)" } ?? "none", count: count)
            }
            .sorted { ($0.operation, $0.code) < ($1.operation, $1.code) }
        identityCertificateExpiry = statistics.certificateExpiry[.token]
        imageCertificateExpiry = statistics.certificateExpiry[.list]
        durations = Operation.allCases.compactMap { operation in
            statistics.durations[operation].map { histogram in
                RequestDurations(
                    operation: operation.rawValue, bounds: RequestStatistics.Histogram.bounds,
                    buckets: histogram.buckets, sum: histogram.sum)
            }
        }
    }
}
