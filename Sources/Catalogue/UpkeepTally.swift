/// Adds up what a poll's active images promise, in the census's one pass.
struct UpkeepTally {
    private static let visibilities = ImageVisibility.allCases.count

    private let now: UInt32
    private let editions: [Edition]
    private let upkeeps: [Upkeep]
    /// For each edition and visibility, of active images that are not hidden.
    private var images: [UInt32]
    private var newest: [UInt32]
    private var census = UpkeepCensus()

    init(now: UInt32, _ editions: [Edition]) {
        self.now = now
        self.editions = editions
        upkeeps = editions.map(\.upkeep)
        images = Array(repeating: 0, count: editions.count * Self.visibilities)
        newest = images
    }

    /// Counts one image; `built` in Unix seconds, 0 where unknown.
    @inline(__always)
    mutating func add(
        _ status: ImageStatus, _ visibility: ImageVisibility, isHidden: Bool, edition: UInt16, built: UInt32
    ) {
        if status == .active, !isHidden {
            let place = Int(edition) &* Self.visibilities &+ Int(visibility.rawValue)
            images[place] &+= 1
            newest[place] = max(newest[place], built)
        }
        if editions[Int(edition)].marks | editions[Int(edition)].until != 0 {
            addUpkeep(upkeeps[Int(edition)], status, isHidden: isHidden, built: built)
        }
    }

    private mutating func addUpkeep(_ upkeep: Upkeep, _ status: ImageStatus, isHidden: Bool, built: UInt32) {
        if upkeep.hasFailedImport { census.failedImports += 1 }
        if upkeep.hasRunningImport { census.runningImports += 1 }
        guard status == .active else { return }
        if let frequency = upkeep.frequency, let state = upkeep.state(built: built, isHidden: isHidden, at: now) {
            census[frequency, state] += 1
        }
        guard !isHidden, let end = upkeep.until?.end else { return }
        if now >= end {
            census.pastProvidedUntil += 1
        } else {
            census.nextProvidedUntil = min(census.nextProvidedUntil ?? end, end)
        }
    }

    /// The sums as the census shows them; `values` are the texts of the poll.
    consuming func finish(_ values: Interner) -> UpkeepCensus {
        var platforms: [UInt32: String] = [:]
        for number in editions.indices {
            for visibility in ImageVisibility.allCases {
                let place = number * Self.visibilities + Int(visibility.rawValue)
                guard newest[place] > 0 else { continue }
                let edition = editions[number]
                let key = UInt32(edition.imsPlatform.id) << 16 | UInt32(edition.distribution.id)
                let platform = platforms[key] ?? Self.platform(edition, values)
                platforms[key] = platform
                let version = PortableMapping.osVersion(values.text(edition.imsVersion), values.text(edition.version))
                census.builds.append(
                    UpkeepCensus.Build(
                        platform: platform, osVersion: version, visibility: visibility, images: Int(images[place]),
                        newest: newest[place]))
            }
        }
        return census
    }

    private static func platform(_ edition: Edition, _ values: Interner) -> String {
        var raw = RawAttributes()
        raw.set(.imsPlatform, values.text(edition.imsPlatform))
        raw.set(.osDistro, values.text(edition.distribution))
        return PortableMapping.value(of: .platform, from: raw)
    }
}
