/// Every flag of the command line, declared once: its name, its environment variable and its help.
package enum FlagName: String, CaseIterable, Sendable {
    case configFile = "config.file"
    case osCloud = "os-cloud"
    case osClientConfig = "os-client-config"
    case dialect = "dialect"
    case pollInterval = "poll.interval"
    case pollTimeout = "poll.timeout"
    case pollMaxAge = "poll.max-age"
    case webListenAddress = "web.listen-address"
    case webTelemetryPath = "web.telemetry-path"
    case webConfigFile = "web.config.file"
    case webSystemdSocket = "web.systemd-socket"
    case webMaxRequests = "web.max-requests"
    case webDisableExporterMetrics = "web.disable-exporter-metrics"
    case shard = "shard"
    case logLevel = "log.level"
    case logFormat = "log.format"

    /// The variable that stands for the flag where the flag is not given.
    package var environmentName: String {
        "GLANCE_EXPORTER_" + rawValue.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    /// One line for `--help` and README.
    package var help: String {
        switch self {
        case .configFile: "YAML file of clouds and their settings. Default: none, and one cloud from elsewhere."
        case .osCloud: "Name of the cloud in clouds.yaml. Default: $OS_CLOUD, then the OS_* variables."
        case .osClientConfig: "Path of clouds.yaml. Default: where OpenStack's own clients look."
        case .dialect: "Which walks make up the catalogue: auto, glance or ims. Default: auto, which asks the server."
        case .pollInterval:
            "Time from the start of one poll to the start of the next; 0 polls when scraped. Default: 60s."
        case .pollTimeout: "Longest time of one whole poll of one cloud. Default: 10m."
        case .pollMaxAge:
            "Age at which the last whole result is dropped. Default: 10m or 3 x interval + timeout, the larger."
        case .webListenAddress:
            "Address to serve on, or unix: and the path of a socket; may be given more than once. Default: :19292."
        case .webTelemetryPath: "Path of the metrics. Default: /metrics."
        case .webConfigFile:
            "YAML file of TLS, users, headers and limits of the endpoint, as exporter-toolkit has it. Default: none."
        case .webSystemdSocket: "Serve on the sockets that systemd passes, instead of on addresses."
        case .webMaxRequests: "Requests in flight; more are answered with 503. Default: 40."
        case .webDisableExporterMetrics: "Leave out process_* and glance_exporter_http_*."
        case .shard: "i/n: this process takes the clouds whose name hashes to i of n, 1 to n. Default: all."
        case .logLevel: "debug, info, warn or error. Default: info."
        case .logFormat: "logfmt or json. Default: logfmt."
        }
    }
}

extension String {
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
