/// A metric family: what its HELP and TYPE lines say.
package struct Family: Sendable, Equatable {
    /// What `# TYPE` says.
    package enum Kind: String, Sendable {
        case gauge, counter, histogram
    }

    package var name: String
    package var kind: Kind
    /// OpenMetrics UNIT, the name's suffix (`bytes`, `seconds`); nil: none.
    package var unit: String?
    /// One sentence or more, one line.
    package var help: String
    /// Label names in output order, without constant labels such as `cloud`.
    package var labels: [String]

    package init(_ name: String, _ kind: Kind, unit: String? = nil, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
        self.labels = labels
    }
}

/// One label of one series.
package struct Label: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One sample of a family.
package struct Sample: Sendable, Equatable {
    /// A number as it is written: a whole one exactly.
    package enum Value: Sendable, Equatable {
        /// Written in full, without an exponent.
        case integer(Int128)
        case real(Double)
    }

    /// Appended to the family's name: empty, or `_bucket`, `_sum`, `_count` of a histogram.
    package var suffix: String
    /// One value for each of the family's labels, in their order; for a bucket, `le` follows.
    package var labels: [String]
    package var value: Value

    package init(_ labels: [String] = [], _ value: Value, suffix: String = "") {
        self.suffix = suffix
        self.labels = labels
        self.value = value
    }
}
