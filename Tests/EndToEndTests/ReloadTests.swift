import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Several clouds of one file, and the file read again.
    @Suite struct ReloadTests {
        private static let up = #"glance_up{cloud="#

        private func write(_ clouds: [String], to file: URL) throws {
            let items = clouds.map { "  - {cloud: \($0)}\n" }.joined()
            try Data("poll: {interval: 300ms}\nclouds:\n\(items)".utf8).write(to: file, options: .atomic)
        }

        private func page(_ exporter: RunningExporter, _ what: String, _ isWanted: (String) -> Bool) async throws
            -> String
        {
            try await eventually(what) {
                let page = try await exporter.get("/metrics")
                return isWanted(page) ? page : nil
            }
        }

        private func reload(_ exporter: RunningExporter) async throws -> Command.Result {
            try await Command.run(
                "/usr/bin/curl",
                [
                    "-sS", "--noproxy", "*", "--max-time", "10", "-X", "POST", "-w", "%{http_code}",
                    "http://\(exporter.address)/-/reload",
                ])
        }

        private func polls(_ page: String, _ cloud: String) -> Int? {
            let start = "glance_polls_total{cloud=\"\(cloud)\"} "
            return page.split(separator: "\n").first { $0.hasPrefix(start) }.flatMap { Int($0.dropFirst(start.count)) }
        }

        private func change(
            _ exporter: RunningExporter, to names: [String], in file: URL, byPost: Bool
        ) async throws {
            try write(names, to: file)
            if byPost {
                #expect(try await reload(exporter).output == "Reloaded\n200")
            } else {
                exporter.signal(SIGHUP)
            }
            _ = try await page(exporter, "\(names)") { page in
                names.allSatisfy { page.contains(Self.up + "\"\($0)\"}") }
                    && (names.contains("alice") || !page.contains("alice"))
            }
        }

        private struct Load: Decodable {
            let scrapes: Int
            let faults: [String]
        }

        /// Scraped without a pause, while clouds are added, removed and changed by signal and by POST.
        @Test func noScrapeFailsWhileCloudsComeAndGo() async throws {
            let stand = try Stand()
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("exporter.yml")
            let sets = [["bob"], ["bob", "carol"], ["bob", "alice", "bob-wrong"], ["carol", "bob"]]
            try write(sets[0], to: file)
            let flags = ["--config.file", file.path, "--os-client-config", stand.cloudsFile]
            try await RunningExporter.run(flags) { exporter in
                _ = try await page(exporter, "bob's images") { $0.contains(Self.up + "\"bob\"} 1") }
                let output = folder.url.appendingPathComponent("load")
                let child = try Child(
                    "/usr/bin/python3", [Stand.tools + "/load.py", exporter.address],
                    input: URL(fileURLWithPath: "/dev/null"),
                    output: output, complaints: folder.url.appendingPathComponent("complaints"))
                let outcome: Result<Void, any Error>
                do {
                    for round in 1...24 {
                        try await change(exporter, to: sets[round % sets.count], in: file, byPost: round % 2 == 0)
                    }
                    outcome = .success(())
                } catch {
                    outcome = .failure(error)
                }
                child.process.terminate()
                #expect(await child.exit() == 0)
                try outcome.get()
                let told = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").last ?? ""
                let load = try JSONDecoder().decode(Load.self, from: Data(told.utf8))
                #expect(load.faults == [])
                #expect(load.scrapes > 100)
            }
        }

        @Test func cloudsComeAndGoWithoutDisturbingTheOthers() async throws {
            let stand = try Stand()
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("exporter.yml")
            try write(["bob", "bob-wrong"], to: file)
            let flags = ["--config.file", file.path, "--os-client-config", stand.cloudsFile]
            try await RunningExporter.run(flags) { exporter in
                let first = try await page(exporter, "bob's images and a dead cloud") {
                    $0.contains(Self.up + "\"bob\"} 1") && $0.contains(#"{cloud="bob-wrong",reason="unauthorized"} "#)
                }
                #expect(first.contains(Self.up + "\"bob-wrong\"} 0"))
                let before = try #require(polls(first, "bob"))
                try write(["bob", "carol"], to: file)
                exporter.signal(SIGHUP)
                let second = try await page(exporter, "carol's images") { $0.contains(Self.up + "\"carol\"} 1") }
                #expect(!second.contains("bob-wrong"))
                #expect(try #require(polls(second, "bob")) >= before)
                #expect(second.contains(Self.up + "\"bob\"} 1"))
                // A probe has one cloud and nothing of the program.
                let probe = try await exporter.get("/probe?cloud=carol")
                #expect(probe.contains(Self.up + "\"carol\"} 1") && !probe.contains("bob"))
                #expect(!probe.contains("process_"))
                #expect(try await exporter.status("/probe?cloud=bob-wrong") == "400")
                try Data("clouds: [{cloud: bob, colour: red}]\n".utf8).write(to: file, options: .atomic)
                let refused = try await reload(exporter)
                #expect(refused.output.hasSuffix("500"))
                #expect(refused.output.contains("exporter.yml:1: clouds[0].colour: "))
                let third = try await exporter.get("/metrics")
                #expect(third.contains("\nglance_exporter_config_last_reload_successful 0\n"))
                #expect(third.contains(Self.up + "\"carol\"} 1"))
                try write(["carol"], to: file)
                #expect(try await reload(exporter).output == "Reloaded\n200")
                let fourth = try await exporter.get("/metrics")
                #expect(fourth.contains("\nglance_exporter_config_last_reload_successful 1\n"))
                #expect(!fourth.contains("cloud=\"bob\""))
            }
        }
    }
}
