import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// README's commands as they stand there, of a stranger whose checkout is built and whose clouds.yaml has `mycloud`.
    @Suite struct ReadmeCommandTests {
        private struct Stranger {
            let folder: TemporaryFolder
            let stand: Stand

            init() throws {
                folder = try TemporaryFolder()
                stand = try Stand()
                let build = folder.url.appendingPathComponent(".build/release")
                let clouds = folder.url.appendingPathComponent(".config/openstack")
                for place in [build, clouds] {
                    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                }
                try FileManager.default.createSymbolicLink(
                    atPath: build.appendingPathComponent("glance-exporter").path,
                    withDestinationPath: RunningExporter.binary)
                let text = try String(contentsOfFile: stand.cloudsFile, encoding: .utf8)
                    .replacingOccurrences(of: "\n  bob: {", with: "\n  mycloud: {")
                try Data(text.utf8).write(to: clouds.appendingPathComponent("clouds.yaml"))
            }

            /// What a shell in the checkout makes of a line or of several.
            func shell(_ text: String, _ variables: [String: String] = [:]) async throws -> Command.Result {
                let own = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.url.path]
                return try await Command.run(
                    "/bin/sh", ["-ec", "cd '\(folder.url.path)'\n\(text)"], environment: own.merging(variables) { $1 })
            }
        }

        @Test func theCheckFindsNothingWrong() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let result = try await stranger.shell(
                try Readme.block(starting: ".build/release/glance-exporter check"))
            #expect(result.status == 0, Comment(rawValue: result.complaints))
            #expect(result.output.contains("mycloud"))
        }

        @Test func theTimersCommandLeavesItsFile() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let result = try await stranger.shell(
                try Readme.block(
                    starting: ".build/release/glance-exporter collect",
                    ["/var/lib/prometheus/node-exporter": stranger.folder.url.path]))
            #expect(result.status == 0, Comment(rawValue: result.complaints))
            let file = stranger.folder.url.appendingPathComponent("glance.prom")
            #expect(try Scrape(try String(contentsOf: file, encoding: .utf8)).value("glance_up") == "1")
        }

        /// The two ways to name a cloud, with the flags and variables that the two lines speak of.
        @Test func bothCloudsAreWatched() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let lines = try Readme.block(starting: "swift build -c release\n").split(separator: "\n").dropFirst()
            let commands = lines.map { $0.prefix { $0 != "#" }.split(separator: " ").map(String.init) }
            #expect(commands.map(\.first) == [".build/release/glance-exporter", ".build/release/glance-exporter"])
            for command in commands {
                let flags = Array(command.dropFirst())
                let clouds = stranger.folder.url.appendingPathComponent(".config/openstack/clouds.yaml").path
                let isNamed = flags.contains("--os-cloud")
                try await RunningExporter.run(
                    flags + (isNamed ? ["--os-client-config", clouds] : []),
                    environment: isNamed ? [:] : stranger.stand.variables(of: "bob")
                ) { exporter in
                    let scrape = try await exporter.scrapeWhenUp()
                    #expect(scrape.samples("glance_up").count == 1)
                }
            }
        }

        /// OpenStack's own client makes the credential, and it lets the exporter in.
        @Test func aReadersApplicationCredentialIsAllItNeeds() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let command = try Readme.block(starting: "openstack application credential create")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            var variables = stranger.stand.variables(of: "bob")
            variables["OS_IDENTITY_API_VERSION"] = "3"
            let made = try await stranger.shell("\(command) -f json", variables)
            try #require(made.status == 0, Comment(rawValue: made.complaints))
            struct Credential: Decodable {
                let id: String
                let secret: String
            }
            let credential = try JSONDecoder().decode(Credential.self, from: Data(made.output.utf8))
            let collected = try await stranger.shell(
                ".build/release/glance-exporter collect",
                [
                    "OS_AUTH_URL": stranger.stand.facts.authURL, "OS_AUTH_TYPE": "v3applicationcredential",
                    "OS_APPLICATION_CREDENTIAL_ID": credential.id,
                    "OS_APPLICATION_CREDENTIAL_SECRET": credential.secret, "OS_REGION_NAME": "RegionOne",
                ])
            #expect(collected.status == 0, Comment(rawValue: collected.complaints))
            let scrape = try Scrape(collected.output)
            #expect(scrape.value("glance_up") == "1")
            #expect(scrape.samples("glance_cloud_info").keys.map { $0["scope"] } == ["project"])
            let removed = try await stranger.shell(
                "openstack application credential delete \(credential.id)", variables)
            #expect(removed.status == 0)
        }

        @Test func runbooksAreLinked() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let (rules, pages) = (stranger.folder.url.path + "/rules", stranger.folder.url.path + "/pages")
            let command = try Readme.block(
                starting: "sed -i 's|dashboards/runbooks/",
                ["/etc/prometheus/glance-exporter": rules, "/var/lib/grafana/dashboards/glance": pages])
            let source = Readme.root.appendingPathComponent("dashboards").path
            let result = try await stranger.shell(
                """
                cp -r '\(source)/rules' rules
                mkdir pages
                cp '\(source)'/*.json pages
                \(command)
                grep -rho 'https://wiki.example.com/glance/[A-Za-z]*' rules pages | sort -u | wc -l
                ! grep -r dashboards/runbooks/ rules pages
                """)
            #expect(result.status == 0, Comment(rawValue: result.output + result.complaints))
            #expect(result.output == "25\n")
        }

        /// All but what systemd does itself, which is not at work here.
        @Test func theUnitsAreInstalledByHand() async throws {
            let stranger = try Stranger()
            defer { stranger.folder.remove() }
            let source = Readme.root.appendingPathComponent("Sources").path
            let program = try Readme.block(
                starting: "install -m 0755 ",
                [
                    " /usr/bin/": " usr/bin/", " Sources/": " '\(source)'/",
                    "/etc/systemd/system/": "etc/systemd/system/",
                    "/etc/default/": "etc/default/",
                ])
            let socket = try Readme.block(
                starting: "echo GLANCE_EXPORTER_WEB_SYSTEMD_SOCKET", ["/etc/default/": "etc/default/"])
            let result = try await stranger.shell(
                """
                mkdir -p usr/bin etc/systemd/system etc/default
                systemctl() { echo "$@"; }
                \(program)\(socket)
                ls etc/systemd/system
                cat etc/default/glance-exporter
                usr/bin/glance-exporter --version >/dev/null
                """)
            #expect(result.status == 0, Comment(rawValue: result.complaints))
            #expect(
                result.output == """
                    daemon-reload
                    enable --now glance-exporter.service
                    enable --now glance-exporter.socket glance-exporter.service
                    glance-exporter.service
                    glance-exporter.socket
                    OS_CLOUD=mycloud
                    GLANCE_EXPORTER_WEB_SYSTEMD_SOCKET=true

                    """)
        }

        /// By the Prometheus that README configures first.
        @Test func theQuestionsAreAnswered() async throws {
            try await RunningExporter.run(cloud: "bob", ["--poll.interval", "1h"]) { exporter in
                _ = try await exporter.scrapeWhenUp()
                let job = try Readme.block(
                    starting: "scrape_configs:\n  - job_name: glance\n",
                    ["localhost:19292": exporter.address, "scrape_interval: 1m": "scrape_interval: 1s"])
                try await RunningPrometheus.run(scrapeConfigs: job) { prometheus in
                    _ = try await eventually("a scrape by Prometheus") {
                        try await prometheus.values("glance_up == 1").isEmpty ? nil : true
                    }
                    let questions = try Readme.block(starting: "sum by (cloud, status) (glance_images)")
                        .split(separator: "\n").map(String.init)
                    #expect(questions.count == 6)
                    var answered: [String] = []
                    for question in questions where try await !prometheus.series(question).isEmpty {
                        answered.append(question)
                    }
                    // Counts, the poll's age and platforms are there on a good day; the others ask for trouble.
                    #expect(Set(answered).isSuperset(of: [questions[0], questions[3], questions[5]]))
                }
            }
        }
    }
}
