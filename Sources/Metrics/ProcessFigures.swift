/// What the system says about this process (Linux's /proc).
package struct ProcessFigures: Sendable, Equatable {
    /// In user and system mode together.
    package var cpuSeconds: Double
    package var virtualBytes: UInt64
    package var residentBytes: UInt64
    /// nil where unknown.
    package var openFiles: Int?
    /// nil where unknown; 2^64-1 without a limit.
    package var maximumFiles: UInt64?
    /// nil where unknown; 2^64-1 without a limit.
    package var maximumVirtualBytes: UInt64?
    /// Unix seconds; nil where unknown.
    package var startTime: Double?

    /// Reads the figures; nil where there is no /proc to read.
    package init?(from source: ProcessSource) {
        // The second field is the program's name, which may hold anything.
        guard let stat = source.text("/proc/self/stat"), let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ").map { UInt64($0) }
        guard fields.count > Self.residentPages, let user = fields[Self.userTime], let system = fields[Self.systemTime],
            let virtual = fields[Self.virtualSize], let pages = fields[Self.residentPages]
        else { return nil }
        let ticks = Double(source.ticksPerSecond)
        cpuSeconds = (Double(user) + Double(system)) / ticks
        virtualBytes = virtual
        residentBytes = pages.multipliedReportingOverflow(by: source.pageBytes).partialValue
        openFiles = source.entries("/proc/self/fd")
        let limits = source.text("/proc/self/limits") ?? ""
        maximumFiles = Self.limit("Max open files", in: limits)
        maximumVirtualBytes = Self.limit("Max address space", in: limits)
        if let start = fields[Self.start], let boot = Self.boot(source.text("/proc/stat") ?? "") {
            startTime = Double(boot) + Double(start) / ticks
        }
    }

    /// Places of the fields of /proc/self/stat, counted from the one after the program's name.
    private static let userTime = 11
    private static let systemTime = 12
    private static let start = 19
    private static let virtualSize = 20
    private static let residentPages = 21

    /// The soft limit of that name.
    private static func limit(_ name: String, in limits: String) -> UInt64? {
        guard let line = limits.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
        let soft = line.dropFirst(name.count).split(separator: " ").first
        return soft == "unlimited" ? .max : soft.flatMap { UInt64($0) }
    }

    /// When the system was started, in Unix seconds.
    private static func boot(_ stat: String) -> UInt64? {
        let line = stat.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { UInt64($0.dropFirst("btime ".count)) }
    }
}
