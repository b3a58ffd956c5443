/// Where clouds.yaml, secure.yaml and clouds-public.yaml are looked for, in openstacksdk's order.
struct CloudsSearch: Sendable, Equatable {
    /// The files that are searched for, by their name without its ending.
    enum Kind: String {
        case clouds, secure
        case profiles = "clouds-public"

        /// The variable that names a file to look at first.
        fileprivate var variable: String? {
            switch self {
            case .clouds: "OS_CLIENT_CONFIG_FILE"
            case .secure: "OS_CLIENT_SECURE_FILE"
            case .profiles: nil
            }
        }
    }

    private static let endings = [".yaml", ".yml", ".json"]

    let environment: [String: String]
    let home: String?
    let workingDirectory: String
    /// Instead of `$XDG_CONFIG_DIRS/openstack` (`/etc/xdg/openstack`) and `/etc/openstack`.
    let systemDirectories: [String]?

    /// Paths to look at; the first that exists wins.
    func paths(of kind: Kind) -> [String] {
        let named = kind.variable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : expanded($0) }
        let searched = directories.flatMap { directory in
            Self.endings.map { "\(directory)/\(kind.rawValue)\($0)" }
        }
        return (named.map { [$0] } ?? []) + searched
    }

    /// Directories in order, each once.
    private var directories: [String] {
        var all = [workingDirectory]
        all += [absolute("XDG_CONFIG_HOME"), home.map { $0 + "/.config" }].compactMap { $0.map { $0 + "/openstack" } }
        all += systemDirectories ?? xdgDirectories.map { $0 + "/openstack" } + ["/etc/openstack"]
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }
    }

    private var xdgDirectories: [String] {
        let given = environment["XDG_CONFIG_DIRS"]?.split(separator: ":").filter { $0.hasPrefix("/") } ?? []
        return given.isEmpty ? ["/etc/xdg"] : given.map(Self.withoutSlash)
    }

    /// The XDG specification has relative paths ignored.
    private func absolute(_ variable: String) -> String? {
        guard let path = environment[variable], path.hasPrefix("/") else { return nil }
        return Self.withoutSlash(path[...])
    }

    private static func withoutSlash(_ path: Substring) -> String {
        String(path.hasSuffix("/") ? path.dropLast() : path)
    }

    /// A path with a leading `~/` replaced by the home directory.
    func expanded(_ path: String) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }
}
