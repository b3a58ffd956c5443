import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `collect` and `check` on the real servers.
    @Suite struct CollectTests {
        private func exporter(
            _ arguments: [String], cloud: String? = nil, home: URL, file: String? = nil
        ) async throws -> Command.Result {
            let clouds =
                try ["--os-client-config", file ?? Stand().cloudsFile] + (cloud.map { ["--os-cloud", $0] } ?? [])
            return try await Command.run(
                RunningExporter.binary, arguments + clouds, environment: ["PATH": "/usr/bin:/bin", "HOME": home.path])
        }

        @Test func oneCollectionIsWhatTheDatabaseHolds() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let result = try await exporter(["collect"], cloud: "bob", home: folder.url)
            #expect(result.status == 0)
            #expect(result.complaints == "")
            let scrape = try Scrape(result.output)
            let time = scrape.value("glance_last_successful_poll_timestamp_seconds")
            // No counter lives for one run.
            let expected = try await Stand().expectation(for: "bob", at: time).filter { !$0.key.hasSuffix("_total") }
            #expect(expected.count == 24)
            for (family, samples) in expected where family.hasPrefix("glance_images_by_p") {
                #expect(scrape.samples(family) == samples, "\(family)")
            }
            #expect(scrape.samples("glance_images") == expected["glance_images"])
            #expect(!result.output.contains("process_") && !result.output.contains("# TYPE glance_polls_total"))
            #expect(scrape.samples("glance_exporter_build_info").count == 1)
        }

        @Test func nodeExporterServesTheFileWithoutAComplaint() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let metrics = folder.url.appendingPathComponent("textfile")
            try FileManager.default.createDirectory(at: metrics, withIntermediateDirectories: true)
            let file = metrics.appendingPathComponent("glance.prom")
            for _ in 1...2 {
                let result = try await exporter(
                    ["collect", "--output", file.path], cloud: "bob", home: folder.url)
                #expect(result.status == 0)
                #expect(result.output == "" && result.complaints == "")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: metrics.path) == ["glance.prom"])
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o644)
            let written = try Scrape(try String(contentsOf: file, encoding: .utf8))
            let (page, log) = try await served(from: metrics, in: folder.url)
            // Its only other remark is that it runs as root, where the tests do.
            let complaints = log.split(separator: "\n").filter { line in
                (line.contains("level=warn") || line.contains("level=error")) && !line.contains("as root user")
            }
            #expect(complaints == [])
            #expect(log.contains("level=info"))
            let found = try Scrape(page)
            #expect(found.value("node_textfile_scrape_error") == "0")
            for family in ["glance_images", "glance_images_by_platform", "glance_image_size_bytes", "glance_up"] {
                #expect(!written.samples(family).isEmpty)
                let numbers = written.samples(family).compactMapValues { Double($0) }
                #expect(found.samples(family).compactMapValues { Double($0) } == numbers, "\(family)")
            }
        }

        /// The page of Debian's node_exporter with no collector but that of text files, and its log.
        private func served(from metrics: URL, in folder: URL) async throws -> (page: String, log: String) {
            let log = folder.appendingPathComponent("log")
            let port = try await Command.freePort()
            let child = try Child(
                "/usr/bin/prometheus-node-exporter",
                [
                    "--web.listen-address=127.0.0.1:\(port)", "--collector.disable-defaults", "--collector.textfile",
                    "--collector.textfile.directory=\(metrics.path)",
                ], input: URL(fileURLWithPath: "/dev/null"), output: log, complaints: log)
            let page: Result<String, any Error>
            do {
                page = .success(
                    try await eventually("node_exporter's page") {
                        try await Command.get("http://127.0.0.1:\(port)/metrics")
                    })
            } catch {
                page = .failure(error)
            }
            child.process.terminate()
            _ = await child.exit()
            return (try page.get(), try String(contentsOf: log, encoding: .utf8))
        }

        @Test func aCloudThatDoesNotAnswerIsTheStatus() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("x.prom")
            let result = try await exporter(["collect", "--output", file.path], cloud: "bob-wrong", home: folder.url)
            #expect(result.status == 1)
            #expect(result.complaints.contains("reason=unauthorized"))
            let scrape = try Scrape(try String(contentsOf: file, encoding: .utf8))
            #expect(scrape.value("glance_up") == "0")
            #expect(scrape.catalogue == [])
        }

        @Test func checkReadsEveryFileAndAsksEachCloudIfTold() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            for arguments in [["check"], ["check", "--live"]] {
                let result = try await exporter(arguments, cloud: "bob", home: folder.url)
                #expect(result.status == 0)
                #expect(result.complaints == "")
                for secret in try Stand().secrets { #expect(!result.output.contains(secret)) }
                #expect(result.output.hasPrefix("bob: password at \(try Stand().facts.authURL), "))
                #expect(result.output.contains("scope project of project ") == (arguments.count == 2))
            }
            let wrong = try await exporter(["check", "--live"], cloud: "bob-wrong", home: folder.url)
            #expect(wrong.status == 1)
            #expect(wrong.complaints.hasPrefix("bob-wrong: unauthorized: "))
            let missing = try await exporter(["check"], home: folder.url, file: "/no/such/clouds.yaml")
            #expect(missing.status == 1)
            #expect(missing.complaints == "Error: /no/such/clouds.yaml: there is no such file\n")
        }

        /// The database's oldest images of each status on their way, in Glance's own answer.
        @Test func checkNamesTheOldestStuckImages() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let result = try await exporter(["check", "--live"], cloud: "admin", home: folder.url)
            let rows = try await Command.output(
                "/usr/bin/sqlite3",
                [
                    "file:\(try Stand().home)/glance.sqlite?mode=ro",
                    "select id from images where deleted = 0 and status = 'saving' order by updated_at, id limit 20",
                ])
            let named = result.output.split(separator: "\n").filter { $0.hasPrefix("admin: saving ") }
                .map { $0.split(separator: " ")[2] }
            #expect(named == rows.split(separator: "\n"))
            #expect(named.count == 20)
        }
    }
}
