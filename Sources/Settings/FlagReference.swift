/// README's table of the flags, made from their declarations.
package enum FlagReference {
    /// A row for each flag, in the order of `FlagName`.
    package static func markdown() -> String {
        var text = "| flag | |\n|---|---|\n"
        for flag in FlagName.allCases {
            text += "| `--\(flag.rawValue)` | \(flag.help) |\n"
        }
        return text
    }
}
