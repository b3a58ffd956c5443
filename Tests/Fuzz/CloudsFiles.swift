import FoundationEssentials
import Identity
import Settings

/// Files of this process, in memory; the names stay the same, so that few are left behind.
enum Folder {
    static let path: String = {
        let path = "/dev/shm/glance-exporter-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }()

    static func write(_ bytes: [UInt8], to name: String) {
        demand(FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(bytes)), "\(name) is written")
    }
}

/// clouds.yaml: the clouds it gives have what a login needs, or an error names its place in one line.
enum CloudsFiles {
    static func run(_ input: [UInt8]) {
        let name = input.first == UInt8(ascii: "{") ? "clouds.json" : "clouds.yaml"
        Folder.write(input, to: name)
        let source = CloudsSource(
            environment: [:], home: Folder.path, workingDirectory: Folder.path, systemDirectories: [],
            clientConfig: "\(Folder.path)/\(name)")
        judge { () throws(CloudsError) in
            for entry in [nil, "prod", "a"] {
                for cloud in try source.clouds(named: entry) { demand(!cloud.name.isEmpty, "a cloud has a name") }
            }
        }
    }

    static func judge(_ read: () throws(CloudsError) -> Void) {
        do throws(CloudsError) {
            try read()
        } catch {
            demand(error.line.map { $0 >= 1 } ?? true, "an error has its place: \(error)")
            demand(error.description.utf8.allSatisfy { $0 >= 0x20 }, "an error is one line: \(error)")
        }
    }
}

/// The configuration file, with an entry `prod` in a clouds.yaml beside it.
enum ConfigurationFiles {
    private static let clouds = """
        clouds:
          prod:
            auth: {auth_url: "http://127.0.0.1:5000", username: u, password: p, project_name: n, user_domain_id: default}
            region_name: RegionOne
        """
    private static let settings: Settings? = {
        Folder.write(Array(clouds.utf8), to: "clouds.yaml")
        return try? Settings(flags: [.configFile: ["\(Folder.path)/exporter.yml"]], environment: [:])
    }()

    static func run(_ input: [UInt8]) {
        guard let settings else { return demand(false, "the flags are sound") }
        Folder.write(input, to: "exporter.yml")
        let watched = WatchedClouds(
            settings: settings, environment: [:], home: Folder.path, workingDirectory: Folder.path,
            systemDirectories: [])
        CloudsFiles.judge { () throws(CloudsError) in
            let clouds = try watched.read()
            demand(Set(clouds.map(\.cloud.name)).count == clouds.count, "each name stands once")
            for cloud in clouds {
                demand(cloud.poll.interval >= .zero && cloud.poll.timeout > .zero, "times are positive")
            }
            _ = try watched.aggregates()
        }
    }
}
