import Foundation
import Identity
import Testing

/// The search path, over directories made for each test.
@Suite final class CloudsSearchTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    private var environment: [String: String] = [:]

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func put(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// A file whose only cloud bears the path as its name.
    private func put(_ path: String) throws {
        try put(path, "clouds: {\"\(path)\": {auth: {auth_url: 'https://x.example.org', token: t}}}")
    }

    private func source(systemDirectories: [String]? = nil, clientConfig: String? = nil) -> CloudsSource {
        CloudsSource(
            environment: environment, home: "\(root)/home", workingDirectory: "\(root)/here",
            systemDirectories: systemDirectories ?? ["\(root)/etc"], clientConfig: clientConfig)
    }

    private func found(_ source: CloudsSource? = nil) -> String {
        do {
            return try (source ?? self.source()).clouds(named: nil).map(\.name).joined(separator: ",")
        } catch {
            return "\(error)".replacing(root + "/", with: "")
        }
    }

    @Test func theFirstThatExistsWins() throws {
        environment["XDG_CONFIG_HOME"] = "\(root)/xdg/"
        environment["OS_CLIENT_CONFIG_FILE"] = "\(root)/named.yaml"
        let order = [
            "etc/clouds.json", "etc/clouds.yml", "etc/clouds.yaml", "home/.config/openstack/clouds.yaml",
            "xdg/openstack/clouds.json", "xdg/openstack/clouds.yaml", "here/clouds.json", "here/clouds.yml",
            "here/clouds.yaml", "named.yaml",
        ]
        for path in order {
            try put(path)
            #expect(found() == path)
        }
    }

    @Test func everyConfigDirectoryOfXDGIsSearched() throws {
        environment["XDG_CONFIG_DIRS"] = "relative:\(root)/a:\(root)/b"
        try put("b/openstack/clouds.yaml")
        #expect(
            found(CloudsSource(environment: environment, home: root, workingDirectory: root))
                == "b/openstack/clouds.yaml")
    }

    @Test func aConfigurationFileGivenMustExist() throws {
        try put("here/clouds.yaml")
        #expect(found(source(clientConfig: "\(root)/gone.yaml")) == "gone.yaml: there is no such file")
        try put("home/mine.yaml")
        #expect(found(source(clientConfig: "~/mine.yaml")) == "home/mine.yaml")
    }

    @Test func secureIsLaidOverWhereverItIsFound() throws {
        try put("here/clouds.yaml", "clouds: {a: {auth: {auth_url: 'https://a', username: u, project_id: p}}, b: }")
        try put("etc/secure.yml", "clouds: {a: {auth: {password: from-etc}}}")
        #expect(try source().clouds(named: "a").map(\.written["password"]) == ["from-etc"])
        environment["OS_CLIENT_SECURE_FILE"] = "\(root)/s.yaml"
        #expect(try source().clouds(named: "a").map(\.written["password"]) == ["from-etc"])
        try put("s.yaml", "clouds: {a: {auth: {password: from-s, username: ~, user_id: 01}}}")
        #expect(try source().clouds(named: "a").map(\.written["password"]) == ["from-s"])
        #expect(try source().clouds(named: "a").map(\.written["user_id"]) == ["01"])
    }

    @Test func eachCallReadsAnew() throws {
        try put("here/clouds.yaml", "clouds: {a: {auth: {auth_url: 'https://a', token: one}}}")
        let source = source()
        #expect(try source.clouds(named: nil).map(\.written["token"]) == ["one"])
        try put("here/clouds.yaml", "clouds: {a: {auth: {auth_url: 'https://a', token: two}}}")
        #expect(try source.clouds(named: nil).map(\.written["token"]) == ["two"])
    }

    @Test func aLinkIsFollowed() throws {
        try put("data/..1/clouds.yaml", "clouds: {a: {auth: {auth_url: 'https://a', token: t}}}")
        try FileManager.default.createSymbolicLink(atPath: "\(root)/data/..data", withDestinationPath: "..1")
        try FileManager.default.createDirectory(atPath: "\(root)/here", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(root)/here/clouds.yaml", withDestinationPath: "../data/..data/clouds.yaml")
        #expect(found() == "a")
    }

    @Test func whatIsNoFileIsRefused() throws {
        try put("here/clouds.yaml/file", "")
        #expect(found() == "here/clouds.yaml: is not a regular file")
        #expect(found(source(clientConfig: "/dev/zero")) == "/dev/zero: is not a regular file")
        try FileManager.default.createSymbolicLink(atPath: "\(root)/loop", withDestinationPath: "loop")
        #expect(found(source(clientConfig: "\(root)/loop")) == "loop: too many symbolic links lead on from it")
    }

    @Test func theLengthIsBounded() throws {
        let entry = "clouds: {a: {auth: {auth_url: 'https://a', token: t}}}\n#"
        try put("here/clouds.yaml", entry + String(repeating: "x", count: (1 << 20) - entry.utf8.count))
        #expect(found() == "a")
        try put("here/clouds.yaml", entry + String(repeating: "x", count: (1 << 20) - entry.utf8.count + 1))
        #expect(found() == "here/clouds.yaml: longer than 1048576 bytes")
    }

    @Test func aFileWithoutCloudsIsNoCrash() throws {
        for text in ["", "# nothing\n", "---\n", "{}", "clouds:", "other: 1"] {
            try put("here/clouds.yaml", text)
            #expect(found() == "here/clouds.yaml: clouds: has no entry")
        }
    }
}
