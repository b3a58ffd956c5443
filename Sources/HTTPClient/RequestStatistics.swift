/// What is known of the finished requests of one cloud since the start of the program.
package struct RequestStatistics: Sendable, Equatable {
    /// Status code of the answer, or nil where there was none.
    package struct Key: Hashable, Sendable {
        package var operation: Operation
        package var status: Int?

        package init(operation: Operation, status: Int?) {
            self.operation = operation
            self.status = status
        }
    }

    /// Seconds from the start of a request to its last byte.
    package struct Histogram: Sendable, Equatable {
        /// Upper bounds in seconds, inclusive; one more bucket, +Inf, follows.
        package static let bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
        /// Requests per bucket, not cumulative; one more than `bounds`.
        package var buckets = [UInt64](repeating: 0, count: bounds.count + 1)
        package var sum = 0.0

        package init() {}

        /// Counts a request that took so many seconds.
        package mutating func observe(_ seconds: Double) {
            buckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            sum += seconds
        }
    }

    package var counts: [Key: UInt64] = [:]
    package var durations: [Operation: Histogram] = [:]
    /// When the certificate ends of the server that last answered an operation, by the last handshake with that server, in
    /// Unix seconds; an operation over plain http, or never answered, is absent.
    package var certificateExpiry: [Operation: Double] = [:]

    package init() {}

    /// Counts a finished request; without a status no answer came.
    package mutating func record(_ operation: Operation, status: Int?, seconds: Double) {
        counts[Key(operation: operation, status: status), default: 0] += 1
        durations[operation, default: Histogram()].observe(seconds)
    }
}
