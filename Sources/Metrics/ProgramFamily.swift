import Exposition

/// A family of what the program is and does.
package struct ProgramFamily: Sendable {
    /// What its HELP and TYPE lines say.
    package let family: Family
    /// Left out with `--web.disable-exporter-metrics`.
    package let isExporterMetric: Bool
    /// The samples, in output order.
    package let samples: @Sendable (ProgramState) -> [Sample]
}
