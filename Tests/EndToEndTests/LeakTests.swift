import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What must not grow from poll to poll.
    @Suite struct LeakTests {
        /// Debian's Glance ends each connection, so that every request opens one anew.
        @Test func unverifiedConnectionsAreNotLeakedOver200Polls() async throws {
            let stand = try Stand()
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let bob = try #require(stand.facts.users["bob"])
            let text = """
                clouds:
                  unverified:
                    verify: false
                    region_name: RegionTLS
                    auth: {auth_url: "\(stand.facts.authURL)", username: bob, password: "\(bob.password)",
                           project_name: \(bob.project), user_domain_name: Default, project_domain_name: Default}
                """
            let file = folder.url.appendingPathComponent("clouds.yaml")
            try Data(text.utf8).write(to: file)
            try await RunningExporter.run(["--os-client-config", file.path, "--poll.interval", "100ms"]) { exporter in
                func files(after polls: Int) async throws -> Int {
                    let scrape = try await exporter.scrape("\(polls) polls") {
                        $0.value("glance_polls_total").flatMap { Int($0) } ?? 0 >= polls
                    }
                    #expect(scrape.value("glance_up") == "1")
                    #expect(scrape.failures == [:])
                    return try #require(scrape.value("process_open_fds").flatMap { Int($0) })
                }
                let early = try await files(after: 5)
                let late = try await files(after: 205)
                #expect(late <= early + 3)
            }
        }
    }
}
