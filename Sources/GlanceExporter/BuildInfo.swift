import CBuildInfo
import HTTPClient
import Metrics

/// What this binary is: the labels of `glance_exporter_build_info` and the text of `--version`.
struct BuildInfo: Sendable {
    var version: String
    var revision: String
    var swiftVersion: String
    var libcurlVersion: String

    static let current = BuildInfo(
        version: unsafe version(in: String(cString: glance_exporter_changes())),
        revision: unsafe String(cString: glance_exporter_revision()), swiftVersion: compiler,
        libcurlVersion: HTTPClient.libcurlVersion)

    /// Of the topmost entry of Debian's changelog, the one place that says it.
    static func version(in changes: String) -> String {
        String(changes.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" })
    }

    #if compiler(>=6.4)
        private static let compiler = "6.4 or later"
    #elseif compiler(>=6.3)
        private static let compiler = "6.3"
    #else
        private static let compiler = "6.2"
    #endif

    /// What the program's families are made of.
    var state: ProgramState {
        ProgramState(
            version: version, revision: revision, swiftVersion: swiftVersion, libcurlVersion: libcurlVersion)
    }

    var text: String {
        "glance-exporter, version \(version) (revision: \(revision))\n  swift \(swiftVersion), libcurl \(libcurlVersion)"
    }
}
