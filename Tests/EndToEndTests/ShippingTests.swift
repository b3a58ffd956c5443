import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What is made from the program to be shipped with it. The packages themselves: Tests/shipping.
    @Suite struct ShippingTests {
        private static let tools = Readme.root.appendingPathComponent("Sources/GlanceExporter/debian").path

        private func made(_ tool: String, _ folder: TemporaryFolder) async throws -> URL {
            let file = folder.url.appendingPathComponent(tool)
            let text = try await Command.output("\(Self.tools)/\(tool)", [RunningExporter.binary])
            try Data(text.utf8).write(to: file)
            return file
        }

        /// README's table of flags and the program's commands, in a page that man has nothing to say about.
        @Test func theManualPageHasEveryFlagAndCommand() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let page = try await made("manual", folder)
            let shown = try await Command.run("/usr/bin/man", ["--warnings", "--local-file", page.path])
            #expect(shown.status == 0)
            #expect(shown.complaints == "")
            let text = try String(contentsOf: page, encoding: .utf8).replacing("\\-", with: "-")
            let readme = try String(contentsOf: Readme.root.appendingPathComponent("README.md"), encoding: .utf8)
            let flags = readme.matches(of: /\n\| `(--[a-z.-]+)` \|/).map { String($0.1) }
            #expect(flags.count > 10)
            for flag in flags { #expect(text.contains("\n.B \(flag)"), "\(flag)") }
            for command in ["serve", "collect", "demo", "check", "metrics", "healthcheck"] {
                #expect(text.contains("\n.B \(command)\n"), "\(command)")
            }
            let version = try await Command.output("\(Self.tools)/version", []).trimmingCharacters(in: .newlines)
            #expect(text.contains("\"glance-exporter \(version)\""))
        }

        @Test func theShellReadsItsCompletions() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("completions")
            let text = try await Command.output(RunningExporter.binary, ["--generate-completion-script", "bash"])
            #expect(text.contains("--poll.interval"))
            try Data(text.utf8).write(to: file)
            // What bash would offer.
            let offered = try await Command.output(
                "/bin/bash",
                [
                    "-c",
                    """
                    . "$0"; COMP_WORDS=(glance-exporter heal); COMP_CWORD=1 COMP_LINE="glance-exporter heal" COMP_POINT=20
                    f=$(complete -p glance-exporter | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $f glance-exporter heal glance-exporter
                    echo "${COMPREPLY[@]}"
                    """, file.path,
                ])
            #expect(offered == "healthcheck\n")
        }

        private struct Bill: Decodable {
            struct Component: Decodable {
                let name: String
                let version: String
                let purl: String
            }
            let components: [Component]
        }

        private struct Pins: Decodable {
            struct Pin: Decodable {
                struct State: Decodable { let version: String? }
                let identity: String
                let state: State
            }
            let pins: [Pin]
        }

        /// Every package that was resolved but for the one whose modules are not linked, and the system's libraries.
        @Test func theBillOfMaterialsNamesWhatIsLinked() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let bill = try JSONDecoder().decode(Bill.self, from: Data(contentsOf: try await made("sbom", folder)))
            let resolved = try Data(contentsOf: Readme.root.appendingPathComponent("Package.resolved"))
            let pins = try JSONDecoder().decode(Pins.self, from: resolved).pins
            let swift = bill.components.filter { $0.purl.hasPrefix("pkg:swift/") }
            let wanted = pins.filter { $0.identity != "swift-system" }.map {
                "\($0.identity) \($0.state.version ?? "")"
            }
            #expect(Set(swift.map { "\($0.name) \($0.version)" }) == Set(wanted))
            let libraries = bill.components.filter { $0.purl.hasPrefix("pkg:deb/") }
            for name in ["libcurl4", "libsimdjson14", "libssl3", "libyaml-0-2", "zlib1g", "libcrypt1", "libc6"] {
                let library = try #require(libraries.first { $0.name == name })
                let installed = try await Command.output(
                    "/usr/bin/dpkg-query",
                    ["--show", "--showformat", "${Version}\n", "\(name):\(try await architecture)"])
                #expect(library.version + "\n" == installed)
            }
        }

        /// BoringSSL's licence asks for its notices, and it comes without a file of them.
        @Test func theNoticesAreThoseOfAllThatIsLinked() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let notices = try String(contentsOf: try await made("notices", folder), encoding: .utf8)
            for text in [
                "The SwiftNIO Project", "The SwiftLog Project", "Copyright Fedor Indutny",
                "The OpenSSL Project Authors",
                "Runtime Library Exception",
            ] {
                #expect(notices.contains(text), "\(text)")
            }
        }

        private var architecture: String {
            get async throws {
                try await Command.output("/usr/bin/dpkg", ["--print-architecture"]).trimmingCharacters(in: .newlines)
            }
        }
    }
}
