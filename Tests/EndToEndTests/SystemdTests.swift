import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What the program and systemd say to each other, and the units that a packager finds beside the program's sources.
    @Suite struct SystemdTests {
        private static let units = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/GlanceExporter/systemd").path

        private static let demo = ["demo", "--images", "10", "--poll.interval", "1h"]

        private func lines(_ file: URL) throws -> [String] {
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        }

        /// The program under a manager that logs to the second argument of `body`, with a folder for sockets.
        private func underManager(
            _ options: (String) -> [String], _ flags: (String) -> [String],
            _ body: (RunningExporter, String) async throws -> Void
        ) async throws -> [String] {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let log = folder.url.appendingPathComponent("heard")
            let manager = ["/usr/bin/python3", "\(Stand.tools)/manager.py", "--log", log.path]
            try await RunningExporter.run(
                Self.demo + flags(folder.url.path), within: manager + options(folder.url.path)
            ) { exporter in
                _ = try await eventually("the manager hears") { try lines(log).isEmpty ? nil : true }
                try await body(exporter, folder.url.path)
            }
            return try lines(log)
        }

        @Test(arguments: [[], ["--abstract"]])
        func theManagerHearsOfReadinessReloadsAndTheEnd(options: [String]) async throws {
            let heard = try await underManager {
                options + ["--ask", "\($0)/socket"]
            } _: {
                ["--web.listen-address", "unix:\($0)/socket"]
            } _: { exporter, folder in
                exporter.signal(SIGHUP)
                _ = try await eventually("a reload") {
                    try lines(URL(fileURLWithPath: folder + "/heard")).count >= 3 ? true : nil
                }
            }
            #expect(heard == ["READY=1 200", "RELOADING=1 MONOTONIC_USEC=recent", "READY=1 200", "STOPPING=1"])
        }

        @Test func itServesOnEverySocketThatIsPassed() async throws {
            let heard = try await underManager {
                ["--pass", "tcp", "--pass", "\($0)/passed", "--pass", "tcp"]
            } _: { _ in
                ["--web.systemd-socket"]
            } _: { exporter, folder in
                let listening = try exporter.log.split(separator: "\n").filter { $0.contains("listening") }
                #expect(listening.count == 3)
                #expect(listening.contains { $0.contains("unix:\(folder)/passed") })
                let page = try await Command.get(
                    "http://localhost/metrics", ["--unix-socket", "\(folder)/passed"])
                #expect(page.contains("glance_up"))
                let landing = try await exporter.get("/")
                for text in [page, landing, try exporter.log] {
                    for name in ["NOTIFY_SOCKET", "LISTEN_PID", "/notify"] { #expect(!text.contains(name)) }
                }
            }
            #expect(heard == ["READY=1 200 200 200", "STOPPING=1"])
        }

        @Test func socketsOfAnotherProcessAreNotTaken() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let log = folder.url.appendingPathComponent("heard")
            let result = try await Command.run(
                "/usr/bin/python3",
                ["\(Stand.tools)/manager.py", "--log", log.path, "--pass", "tcp", "--pid", "1", RunningExporter.binary]
                    + Self.demo + ["--web.systemd-socket"])
            #expect(result.status == 1)
            #expect(result.complaints.contains("--web.systemd-socket: systemd has passed no socket to this process"))
            #expect(try lines(log) == [])
        }

        @Test func systemdsOwnToolStartsItAtTheFirstConnection() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = { folder.url.appendingPathComponent($0) }
            let sockets = [file("one").path, file("two").path]
            // It hands none of its variables on; of these a program needs those that it was built to be watched with.
            let instruments = ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"].flatMap { name in
                ProcessInfo.processInfo.environment[name].map { ["--setenv", "\(name)=\($0)"] } ?? []
            }
            // The tool closes what it has not opened, by which Foundation would take it for ended.
            let child = try Child(
                "/usr/bin/timeout",
                ["--foreground", "300", "/usr/bin/systemd-socket-activate"]
                    + sockets.flatMap { ["--listen", $0] } + instruments + [RunningExporter.binary] + Self.demo + [
                        "--web.systemd-socket"
                    ],
                input: URL(fileURLWithPath: "/dev/null"), output: file("log"), complaints: file("log"))
            defer { child.process.terminate() }
            _ = try await eventually("sockets") {
                sockets.allSatisfy { FileManager.default.fileExists(atPath: $0) } ? true : nil
            }
            for socket in sockets {
                let answer = try await Command.get("http://localhost/-/healthy", ["--unix-socket", socket])
                #expect(answer == "Healthy\n")
            }
            child.process.terminate()
            #expect(await child.exit() == 0)
            // They are systemd's.
            for socket in sockets { #expect(FileManager.default.fileExists(atPath: socket)) }
        }

        @Test func systemdFindsNothingWrongWithTheUnits() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let names = ["glance-exporter.service", "glance-exporter.socket"]
            for name in names {
                let text = try String(contentsOfFile: "\(Self.units)/\(name)", encoding: .utf8)
                let local = text.replacingOccurrences(of: "/usr/bin/glance-exporter", with: RunningExporter.binary)
                try Data(local.utf8).write(to: folder.url.appendingPathComponent(name))
            }
            // What README hands over, where `systemctl edit` puts it.
            let more = folder.url.appendingPathComponent("glance-exporter.service.d")
            try FileManager.default.createDirectory(at: more, withIntermediateDirectories: false)
            try Data(try Readme.block(starting: "# systemctl edit").utf8)
                .write(to: more.appendingPathComponent("override.conf"))
            let files = names.map { folder.url.appendingPathComponent($0).path }
            let verified = try await Command.run(
                "/usr/bin/systemd-analyze", ["--no-pager", "--man=no", "verify"] + files)
            #expect(verified.status == 0)
            // Units of the machine are read along.
            #expect(verified.complaints.split(separator: "\n").filter { $0.contains("glance-exporter") } == [])
            // At most 1.3 of 10; an ordinary service has 9.6.
            let secured = try await Command.run(
                "/usr/bin/systemd-analyze",
                ["--no-pager", "security", "--offline=true", "--threshold=13", files[0]])
            #expect(secured.status == 0, Comment(rawValue: secured.output))
        }

        /// The filters of the unit leave the program what it needs: with the demonstration's server and with TLS.
        @Test(arguments: [true, false])
        func itRunsConfinedAsTheUnitSays(isDemo: Bool) async throws {
            let wrapper = ["/usr/bin/python3", "\(Stand.tools)/confined.py", "\(Self.units)/glance-exporter.service"]
            let clouds = ["--os-client-config", try Stand().cloudsFile, "--os-cloud", "bob"]
            try await RunningExporter.run(isDemo ? Self.demo : clouds, within: wrapper) { exporter in
                let scrape = try await exporter.scrapeWhenUp()
                #expect(scrape.value("process_max_fds") == "4096")
                #expect(scrape.value("process_start_time_seconds") != nil)
                exporter.signal(SIGHUP)
                _ = try await eventually("a reload") { try exporter.log.contains("reloaded") ? true : nil }
                #expect(try await exporter.get("/").contains("1 of 1 cloud up"))
            }
        }
    }
}
