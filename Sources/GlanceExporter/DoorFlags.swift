import ArgumentParser
import Settings

/// The flags that say where the endpoint is and how it is guarded: what who asks it must know too.
struct DoorFlags: ParsableArguments {
    @Option(
        name: .customLong(FlagName.webListenAddress.rawValue),
        help: ArgumentHelp(FlagName.webListenAddress.help, valueName: "host:port"))
    var webListenAddress: [String] = []

    @Option(
        name: .customLong(FlagName.webConfigFile.rawValue),
        help: ArgumentHelp(FlagName.webConfigFile.help, valueName: "file"))
    var webConfigFile: String?

    /// What was given, by flag.
    var given: [FlagName: [String]] {
        var values: [FlagName: [String]] = webConfigFile.map { [.webConfigFile: [$0]] } ?? [:]
        if !webListenAddress.isEmpty { values[.webListenAddress] = webListenAddress }
        return values
    }
}
