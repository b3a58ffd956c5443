import Exposition

/// What the polls of one cloud came to so far: the source of the polling families.
package struct PollState: Sendable {
    /// Finished requests of one operation and code (`none`: no answer).
    package struct RequestCount: Sendable {
        package var operation: String
        package var code: String
        package var count: UInt64

        package init(operation: String, code: String, count: UInt64) {
            self.operation = operation
            self.code = code
            self.count = count
        }
    }

    /// Durations of one operation's requests, in seconds.
    package struct RequestDurations: Sendable {
        package var operation: String
        /// Upper bounds; `buckets` has one more, for +Inf, and is not cumulative.
        package var bounds: [Double]
        package var buckets: [UInt64]
        package var sum: Double

        package init(operation: String, bounds: [Double], buckets: [UInt64], sum: Double) {
            self.operation = operation
            self.bounds = bounds
            self.buckets = buckets
            self.sum = sum
        }
    }

    /// The labels of `glance_cloud_info`; nil until the first login.
    package struct CloudInfo: Sendable {
        package var region: String
        package var projectID: String
        package var dialect: String
        package var authType: String
        package var isAdmin: Bool

        package init(region: String, projectID: String, dialect: String, authType: String, isAdmin: Bool) {
            self.region = region
            self.projectID = projectID
            self.dialect = dialect
            self.authType = authType
            self.isAdmin = isAdmin
        }
    }

    /// Figures of the last finished poll, whole or not; absent before it.
    package struct LastPoll: Sendable {
        /// Unix seconds at its end.
        package var end: Double
        package var seconds: Double
        package var pages: Int
        package var receivedBytes: Int

        package init(end: Double, seconds: Double, pages: Int, receivedBytes: Int) {
            self.end = end
            self.seconds = seconds
            self.pages = pages
            self.receivedBytes = receivedBytes
        }
    }

    /// The last poll was whole.
    package var isUp = false
    package var info: CloudInfo?
    /// The leader's family is shown too.
    package var isCompatible = false
    package var polls: UInt64 = 0
    package var failures: [FailureReason: UInt64] = [:]
    /// Failures of the optional parts that are in use.
    package var optionalFailures: [OptionalPart: [FailureReason: UInt64]] = [:]
    package var last: LastPoll?
    /// Unix seconds.
    package var lastSuccess: Double?
    /// Unix seconds; equal to `lastSuccess` unless delta polls are in use.
    package var lastFull: Double?
    package var requests: [RequestCount] = []
    package var durations: [RequestDurations] = []
    package var tokenExpiry: Double?
    package var passwordExpiry: Double?
    /// Unix seconds; nil without TLS.
    package var identityCertificateExpiry: Double?
    /// Unix seconds; nil without TLS.
    package var imageCertificateExpiry: Double?

    package init() {}
}
