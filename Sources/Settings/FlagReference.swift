/// README's table of the flags, made from their declarations.
package enum FlagReference {
    package static func markdown() -> String {
        var text = "| flag | |\n|---|---|\n"
        for flag in FlagName.allCases {
            text += "| `--\(flag.rawValue)` | \(flag.help) |\n"
        }
        return text
    }
}
