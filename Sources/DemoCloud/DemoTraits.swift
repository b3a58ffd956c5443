/// What of an image never changes: it follows from the seed and the image's number.
struct DemoTraits: Equatable {
    enum Visibility: String, CaseIterable { case `public`, `private`, shared, community }

    /// Whose attributes an image bears: those of the Huawei family (the first four), of stock Glance, of Nova's
    /// snapshots, or none.
    enum Style: CaseIterable { case gold, market, custom, wholeBackup, stock, snapshot, bare }

    /// Projects that own images; the first is the token's.
    static let projects = 8

    var isHidden: Bool
    var visibility: Visibility
    var style: Style
    var isProtected: Bool
    var system: DemoSystem
    var version: String
    var isARM: Bool
    /// Bytes.
    var size: Int
    var diskFormat: String
    var project: Int
    var name: String?
    /// For what else is asked of the image; as it stands after all of the above.
    var chance: Chance

    init(seed: UInt64, number: UInt32) {
        var chance = Chance(seed: seed, number: UInt64(number))
        isHidden = Self.isHidden(&chance)
        visibility = Self.visibility(&chance)
        style = Self.style(visibility, &chance)
        isProtected = chance.happens(style == .gold || style == .market ? 90 : 8)
        system = chance.pick(DemoSystem.all)
        version = chance.pick(system.versions)
        isARM = system.type == "Linux" && chance.happens(14)
        size = Self.size(&chance)
        diskFormat = Self.diskFormat(style, &chance)
        project = chance.below(Self.projects)
        name = Self.name(number, system, version, &chance)
        self.chance = chance
    }

    /// As the whole traits say, at less cost.
    static func isHidden(seed: UInt64, number: UInt32) -> Bool {
        var chance = Chance(seed: seed, number: UInt64(number))
        return isHidden(&chance)
    }

    private static func isHidden(_ chance: inout Chance) -> Bool { chance.happens(6) }

    private static func visibility(_ chance: inout Chance) -> Visibility {
        switch chance.below(100) {
        case ..<25: .public
        case ..<62: .private
        case ..<86: .shared
        default: .community
        }
    }

    private static func style(_ visibility: Visibility, _ chance: inout Chance) -> Style {
        let roll = chance.below(100)
        guard visibility != .public else { return roll < 55 ? .gold : roll < 70 ? .market : .stock }
        switch roll {
        case ..<34: return .custom
        case ..<38: return .wholeBackup
        case ..<70: return .stock
        case ..<88: return .snapshot
        default: return .bare
        }
    }

    /// From 64 MiB to 64 GiB, small ones more often, not in whole MiB.
    private static func size(_ chance: inout Chance) -> Int {
        (64 << 20) << chance.below(10) + chance.below(64 << 20)
    }

    private static func diskFormat(_ style: Style, _ chance: inout Chance) -> String {
        switch style {
        case .gold, .market, .custom, .wholeBackup: chance.pick(["zvhd2", "zvhd2", "zvhd2", "zvhd", "vhd", "iso"])
        case .snapshot: chance.pick(["qcow2", "qcow2", "raw"])
        case .stock, .bare: chance.pick(["qcow2", "qcow2", "qcow2", "raw", "raw", "vmdk", "iso", "ami"])
        }
    }

    /// Names as they occur: null, with quotes, with line ends, not in English.
    private static func name(_ number: UInt32, _ system: DemoSystem, _ version: String, _ chance: inout Chance)
        -> String?
    {
        switch chance.below(100) {
        case ..<3: nil
        case 3: "nightly \"\(version)\" C:\\images"
        case 4: "\(system.distro)\nbuild \(number)"
        case 5: "образ-\(number)"
        // As a provider renames what it has replaced.
        case 6: "\(system.platforms[0]) \(version) old"
        case 7: "\(system.distro)-\(version)-prev"
        case ..<40: "\(system.platforms[0]) \(version) 64bit"
        default: "\(system.distro)-\(version)-\(number)"
        }
    }
}
