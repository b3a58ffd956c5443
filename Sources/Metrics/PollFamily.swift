import Exposition

/// A family of how the polls of one cloud went.
package struct PollFamily: Sendable {
    /// What its HELP and TYPE lines say.
    package let family: Family
    /// The samples, in output order; without constant labels.
    package let samples: @Sendable (PollState) -> [Sample]

    init(_ family: Family, _ samples: @escaping @Sendable (PollState) -> [Sample]) {
        self.family = family
        self.samples = samples
    }

    /// A gauge without labels; absent where the value is.
    static func gauge(
        _ name: String, unit: String? = nil, help: String, _ value: @escaping @Sendable (PollState) -> Sample.Value?
    ) -> Self {
        Self(Family(name, .gauge, unit: unit, help: help)) { state in value(state).map { [Sample([], $0)] } ?? [] }
    }
}
