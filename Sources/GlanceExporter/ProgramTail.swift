import Exposition
import Metrics
import ScrapeServer

/// The families of the program itself, rendered at each scrape behind the kept page.
struct ProgramTail: Sendable {
    let build: BuildInfo
    let hidesExporterMetrics: Bool
    let statistics: ScrapeStatistics
    let reload: @Sendable () -> Reloader.State
    let process = ProcessReader()

    func rendered(for request: ExpositionRequest) -> [UInt8] {
        // What is asked of one cloud is that cloud's alone.
        guard request.cloud == nil else { return request.format.end }
        var state = build.state
        let reload = reload()
        state.webCertificateExpiry = statistics.webCertificateExpiry
        state.reload = ProgramState.Reload(isGood: reload.isGood, succeeded: reload.succeeded)
        if !hidesExporterMetrics {
            state.httpRequests = statistics.counts.map {
                ProgramState.HTTPCount(handler: $0.handler.rawValue, code: "\($0.status)", count: $0.count)
            }
            state.httpRequestsInFlight = statistics.inFlight
            state.process = process.figures()
        }
        var tail: [UInt8] = []
        for family in ProgramFamilies.all where !(hidesExporterMetrics && family.isExporterMetric) {
            guard request.wants(family.family) else { continue }
            let samples = family.samples(state)
            if samples.isEmpty { continue }
            tail += request.format.header(family.family)
            tail += TextFormat.lines(family.family, constant: [], samples: samples)
        }
        return tail + request.format.end
    }
}
