/// How often an image is to be replaced by a newer one of its name: `replace_frequency` of SCS-0102.
package enum ReplaceFrequency: UInt8, CaseIterable, Sendable {
    case yearly, quarterly, monthly, weekly, daily
    case criticalBug, never
    /// Any other value.
    case other

    /// The label's value.
    package var name: String {
        switch self {
        case .criticalBug: "critical_bug"
        case .other: "_other"
        default: "\(self)"
        }
    }

    /// Greatest age in seconds that keeps the promise, with a tenth of the period for weekends; nil where none is made.
    package var greatestAge: UInt32? {
        let hours: UInt32? =
            switch self {
            case .yearly: 365 * 24
            case .quarterly: 92 * 24
            case .monthly: 31 * 24
            case .weekly: 7 * 24
            case .daily: 25
            case .criticalBug, .never, .other: nil
            }
        return hours.map { $0 * 3600 / 10 * 11 }
    }

    /// States that an image of this frequency can be in.
    package var states: [ReplaceState] { greatestAge == nil ? [.exempt] : ReplaceState.allCases }
}

/// Whether an image is as new as its frequency promises.
package enum ReplaceState: UInt8, CaseIterable, Sendable {
    case fresh, stale
    /// Nothing is promised of the image, or no longer.
    case exempt

    /// The label's value.
    package var name: String { "\(self)" }
}
