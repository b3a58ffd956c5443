import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A name server that never answers, in a mount namespace of the test's own, which only root can make.
    @Suite(.enabled(if: geteuid() == 0)) struct SilentNameServerTests {
        /// The end of the run shows that SIGTERM is not delayed either.
        @Test func aLookupThatHangsDelaysNoOtherCloud() async throws {
            let stand = try Stand()
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = folder.url.appendingPathComponent("clouds.yaml")
            let bob = try #require(stand.facts.users["bob"])
            let text = """
                clouds:
                  two:
                    auth: {auth_url: "\(stand.facts.authURL)", username: bob, password: "\(bob.password)",
                           project_name: \(bob.project), user_domain_name: Default, project_domain_name: Default}
                    regions:
                      - {name: far, values: {image_endpoint_override: "http://glance.silent.example:9292"}}
                      - {name: RegionOne}
                """
            try Data(text.utf8).write(to: file)
            let flags = ["--os-client-config", file.path, "--os-cloud", "two", "--poll.interval", "200ms"]
            try await RunningExporter.run(flags, within: [Stand.tools + "/silent-dns"]) { exporter in
                let page = try await eventually("five polls of the near cloud") {
                    let page = try await exporter.get("/metrics")
                    return (Self.value(#"glance_polls_total{cloud="two-RegionOne"}"#, in: page) ?? 0) >= 5 ? page : nil
                }
                #expect(Self.value(#"glance_up{cloud="two-RegionOne"}"#, in: page) == 1)
                // Meanwhile the far cloud's first lookup has not even failed.
                #expect(Self.value(#"glance_polls_total{cloud="two-far"}"#, in: page) == 0)
                #expect(Self.value(#"glance_up{cloud="two-far"}"#, in: page) == 0)
            }
        }

        private static func value(_ series: String, in page: String) -> Int? {
            page.split(separator: "\n").first { $0.hasPrefix(series + " ") }
                .flatMap { Int($0.dropFirst(series.count + 1)) }
        }
    }
}
