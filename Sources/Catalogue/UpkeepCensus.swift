/// What one whole poll found of the images' age against what is promised, and of their imports.
package struct UpkeepCensus: Sendable, Equatable {
    /// Active images that are not hidden, alike in platform, version and visibility.
    package struct Build: Sendable, Equatable {
        package var platform: String
        package var osVersion: String
        package var visibility: ImageVisibility
        package var images: Int
        /// Greatest time of a build, in Unix seconds.
        package var newest: UInt32
    }

    /// Those with a known time; a combination may come more than once.
    package internal(set) var builds: [Build] = []
    /// Active images for each state of each frequency.
    private var replacements = [Int](
        repeating: 0, count: ReplaceFrequency.allCases.count * ReplaceState.allCases.count)
    /// Active images, not hidden, whose date is past.
    package internal(set) var pastProvidedUntil = 0
    /// End of the earliest date to come, in Unix seconds, of active images that are not hidden; nil where there is none.
    package internal(set) var nextProvidedUntil: UInt32?
    /// Images of any status.
    package internal(set) var failedImports = 0
    /// Images of any status.
    package internal(set) var runningImports = 0

    init() {}

    /// An active image says how often it is replaced.
    package var hasReplacements: Bool { replacements.contains { $0 > 0 } }

    /// Active images of a frequency that are in this state.
    package internal(set) subscript(frequency: ReplaceFrequency, state: ReplaceState) -> Int {
        get { replacements[Self.place(frequency, state)] }
        set { replacements[Self.place(frequency, state)] = newValue }
    }

    private static func place(_ frequency: ReplaceFrequency, _ state: ReplaceState) -> Int {
        Int(frequency.rawValue) * ReplaceState.allCases.count + Int(state.rawValue)
    }
}
