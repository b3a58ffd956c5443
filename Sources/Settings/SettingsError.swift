/// A setting that cannot be used: where it was given, what was given and what is allowed.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
