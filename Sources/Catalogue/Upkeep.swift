/// What is promised of an image's replacement, and how the imports of its data stand.
package struct Upkeep: Sendable, Equatable {
    /// Nil where the image does not say.
    package var frequency: ReplaceFrequency?
    /// Nil where the image does not say.
    package var until: ProvidedUntil?
    /// A newer image has taken over the name.
    package var isSuperseded = false
    /// The import into a store has failed.
    package var hasFailedImport = false
    /// The import into a store is under way.
    package var hasRunningImport = false

    /// Nothing promised, nothing under way.
    package init() {}

    /// Whether an image that was built then, 0 where that is not known, is as new as promised; times in Unix seconds.
    /// Nil without a frequency.
    package func state(built: UInt32, isHidden: Bool, at now: UInt32) -> ReplaceState? {
        guard let frequency else { return nil }
        guard let age = frequency.greatestAge, !isHidden, !isSuperseded, built != 0, until != .undated,
            until?.isPast(at: now) != true
        else { return .exempt }
        return now > built && now - built > age ? .stale : .fresh
    }

    /// All but the date, in one word; 0 for nothing.
    var marks: UInt16 {
        (frequency.map { UInt16($0.rawValue) + 1 } ?? 0) << 3 | (isSuperseded ? 1 : 0) | (hasFailedImport ? 2 : 0)
            | (hasRunningImport ? 4 : 0)
    }

    /// What `marks` and the date's word stand for.
    init(marks: UInt16, until: UInt16) {
        let number = marks >> 3
        frequency = number == 0 ? nil : ReplaceFrequency(rawValue: UInt8(truncatingIfNeeded: number - 1))
        self.until = ProvidedUntil(word: until)
        isSuperseded = marks & 1 != 0
        hasFailedImport = marks & 2 != 0
        hasRunningImport = marks & 4 != 0
    }
}
