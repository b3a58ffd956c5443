import CFuzzer
import Glibc
import Synchronization

/// What is fuzzed: a name, and what is done with an input, which traps where a property does not hold.
struct FuzzTarget: Sendable {
    var name: String
    var run: @Sendable ([UInt8]) -> Void

    static let all = [
        FuzzTarget(name: "timestamp", run: Timestamps.run), FuzzTarget(name: "next", run: NextLinks.run),
        FuzzTarget(name: "page", run: Pages.run), FuzzTarget(name: "yaml", run: YAMLTexts.run),
        FuzzTarget(name: "clouds", run: CloudsFiles.run),
        FuzzTarget(name: "configuration", run: ConfigurationFiles.run),
        FuzzTarget(name: "web", run: WebConfigs.run), FuzzTarget(name: "accept", run: AcceptFields.run),
        FuzzTarget(name: "request", run: Requests.run),
    ]
}

/// Ends the program where a property does not hold, so that libFuzzer keeps the input.
func demand(_ holds: Bool, _ property: @autoclosure () -> String) {
    if !holds { fatalError("broken: \(property())") }
}

/// `Fuzz TARGET [libFuzzer's arguments]`: one program for all, as libFuzzer takes one callback.
@main enum Fuzz {
    private static let chosen = Mutex<FuzzTarget?>(nil)

    static func main() {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
            return
        }
        chosen.withLock { $0 = target }
        // libFuzzer starts itself anew by its first argument, and reads what follows it.
        var arguments = unsafe CommandLine.unsafeArgv + 1
        var count = CommandLine.argc - 1
        let status = unsafe withUnsafeMutablePointer(to: &arguments) { argv in
            unsafe LLVMFuzzerRunDriver(&count, argv, tryOneInput)
        }
        exit(status)
    }

    fileprivate static func feed(_ input: [UInt8]) { chosen.withLock { $0 }?.run(input) }
}

/// By the name that libFuzzer's own beginning looks for.
@_cdecl("LLVMFuzzerTestOneInput")
func tryOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzz.feed(unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
