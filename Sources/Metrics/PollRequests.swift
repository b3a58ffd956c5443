import Exposition

extension PollFamilies {
    static let requests: [PollFamily] = [
        PollFamily(
            Family(
                "glance_poll_requests_total", .counter, labels: ["operation", "code"],
                help: "Finished requests to the cloud by operation and HTTP status; none where no answer came.")
        ) { state in
            state.requests.map { Sample([$0.operation, $0.code], .integer(Int128($0.count))) }
        },
        PollFamily(
            Family(
                "glance_poll_request_duration_seconds", .histogram, unit: "seconds", labels: ["operation"],
                help: "Time from the start of a request to the last byte of its answer, by operation.")
        ) { state in state.durations.flatMap(histogram) },
    ]

    private static func histogram(_ durations: PollState.RequestDurations) -> [Sample] {
        let bounds = durations.bounds.map { "\($0)" } + ["+Inf"]
        var count: Int128 = 0
        var samples: [Sample] = []
        for (bound, bucket) in zip(bounds, durations.buckets) {
            count += Int128(bucket)
            samples.append(Sample([durations.operation, bound], .integer(count), suffix: "_bucket"))
        }
        samples.append(Sample([durations.operation], .real(durations.sum), suffix: "_sum"))
        samples.append(Sample([durations.operation], .integer(count), suffix: "_count"))
        return samples
    }
}
