import Exposition

/// Every family of the program itself, each declared once, in output order.
package enum ProgramFamilies {
    /// All of them; lines and pages keep this order.
    package static let all: [ProgramFamily] = [build] + http + reload + [certificate] + process

    private static let build = ProgramFamily(
        family: Family(
            "glance_exporter_build_info", .gauge, labels: ["version", "revision", "swift_version", "libcurl_version"],
            help: "What the exporter was built from and with. Always 1."),
        isExporterMetric: false
    ) { state in
        [Sample([state.version, state.revision, state.swiftVersion, state.libcurlVersion], .integer(1))]
    }

    private static let http: [ProgramFamily] = [
        ProgramFamily(
            family: Family(
                "glance_exporter_http_requests_total", .counter, labels: ["handler", "code"],
                help: "Requests that the exporter answered, by route and HTTP status."),
            isExporterMetric: true
        ) { state in
            state.httpRequests.map { Sample([$0.handler, $0.code], .integer(Int128($0.count))) }
        },
        ProgramFamily(
            family: Family(
                "glance_exporter_http_requests_in_flight", .gauge,
                help: "Requests that the exporter is answering, this one among them."),
            isExporterMetric: true
        ) { state in [Sample([], .integer(Int128(state.httpRequestsInFlight)))] },
    ]

    private static let reload: [ProgramFamily] = [
        ProgramFamily(
            family: Family(
                "glance_exporter_config_last_reload_successful", .gauge,
                help: "Whether the last reload of the configuration went well (1) or left the old settings (0)."),
            isExporterMetric: false
        ) { state in state.reload.map { [Sample([], .integer($0.isGood ? 1 : 0))] } ?? [] },
        ProgramFamily(
            family: Family(
                "glance_exporter_config_last_reload_success_timestamp_seconds", .gauge, unit: "seconds",
                help: "Last good reload of the configuration, or the start, in Unix seconds."),
            isExporterMetric: false
        ) { state in state.reload.map { [Sample([], .real($0.succeeded))] } ?? [] },
    ]

    private static let certificate = ProgramFamily(
        family: Family(
            "glance_exporter_web_certificate_expiry_timestamp_seconds", .gauge, unit: "seconds",
            help:
                "End of the certificate that the exporter's own endpoint presents, in Unix seconds; absent without TLS."
        ),
        isExporterMetric: false
    ) { state in state.webCertificateExpiry.map { [Sample([], .real($0))] } ?? [] }

    private static let process: [ProgramFamily] = [
        figure(
            Family(
                "process_cpu_seconds_total", .counter, unit: "seconds",
                help: "Processor time that the process has used, in user and system mode.")
        ) { .real($0.cpuSeconds) },
        figure(Family("process_open_fds", .gauge, help: "Open file descriptors.")) {
            $0.openFiles.map { .integer(Int128($0)) }
        },
        figure(Family("process_max_fds", .gauge, help: "Greatest number of open file descriptors.")) {
            $0.maximumFiles.map { .integer(Int128($0)) }
        },
        figure(Family("process_virtual_memory_bytes", .gauge, unit: "bytes", help: "Size of the virtual memory.")) {
            .integer(Int128($0.virtualBytes))
        },
        figure(
            Family(
                "process_virtual_memory_max_bytes", .gauge, unit: "bytes",
                help: "Greatest size of the virtual memory; 2^64-1 where there is no limit.")
        ) { $0.maximumVirtualBytes.map { .integer(Int128($0)) } },
        figure(Family("process_resident_memory_bytes", .gauge, unit: "bytes", help: "Size of the resident memory.")) {
            .integer(Int128($0.residentBytes))
        },
        figure(
            Family(
                "process_start_time_seconds", .gauge, unit: "seconds", help: "Start of the process, in Unix seconds.")
        ) { $0.startTime.map { .real($0) } },
    ]

    /// A figure of the process; absent where the system does not tell it.
    private static func figure(
        _ family: Family, _ value: @escaping @Sendable (ProcessFigures) -> Sample.Value?
    ) -> ProgramFamily {
        ProgramFamily(family: family, isExporterMetric: true) { state in
            state.process.flatMap(value).map { [Sample([], $0)] } ?? []
        }
    }
}
