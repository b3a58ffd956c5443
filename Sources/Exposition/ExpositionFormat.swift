/// How a page is written.
package enum ExpositionFormat: Int, Sendable, CaseIterable {
    /// Prometheus' text format 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    /// For `Content-Type`; `escaping` where a client asked for it: names here are the same in every scheme.
    package func contentType(escaping: EscapingScheme? = nil) -> String {
        let scheme = escaping.map { "; escaping=\($0.rawValue)" } ?? ""
        return switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8" + scheme
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8" + scheme
        }
    }

    /// The HELP and TYPE lines of a family, in OpenMetrics its UNIT line as well.
    package func header(_ family: Family) -> [UInt8] {
        switch self {
        case .text: TextFormat.header(family)
        case .openMetrics: OpenMetricsFormat.header(family)
        }
    }

    /// What a page ends in.
    package var end: [UInt8] {
        switch self {
        case .text: []
        case .openMetrics: OpenMetricsFormat.end
        }
    }
}

/// The ways of writing names that are more than letters, digits and `_`; the closed set of `escaping` in a media type.
package enum EscapingScheme: String, Sendable, CaseIterable {
    case allowUTF8 = "allow-utf-8"
    case underscores, dots, values
}

/// What is asked for of a page.
package struct ExpositionRequest: Sendable, Equatable {
    package var format: ExpositionFormat
    package var encoding: ContentEncoding
    /// Names of the families that are wanted; none: all.
    package var names: Set<String>
    /// The one cloud whose families are wanted, and no others; nil: every family of all.
    package var cloud: String?

    /// Every family as plain text, unless said otherwise.
    package init(
        format: ExpositionFormat = .text, encoding: ContentEncoding = .identity, names: Set<String> = [],
        cloud: String? = nil
    ) {
        self.format = format
        self.encoding = encoding
        self.names = names
        self.cloud = cloud
    }

    /// Whether a family is wanted, by its name in either format.
    package func wants(_ family: Family) -> Bool {
        names.isEmpty || names.contains(family.name) || names.contains(OpenMetricsFormat.name(of: family))
    }
}
