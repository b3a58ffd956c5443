/// What of an image changes; all else follows from the seed and the image's number.
struct DemoImage: Sendable, Equatable {
    enum Status: String, Sendable, CaseIterable {
        case queued, saving, uploading, importing, active, deactivated, killed
        case pendingDelete = "pending_delete"
    }

    let number: UInt32
    var status: Status
    /// Unix seconds.
    let created: Int
    /// Unix seconds.
    var updated: Int
}

/// What of an image never changes.
struct DemoTraits {
    enum Visibility: String, CaseIterable { case `public`, `private`, shared, community }

    /// Whose attributes an image bears.
    enum Style { case huawei, stock, snapshot, bare }

    struct System {
        var platform: String
        var distro: String
        var type: String
        var versions: [String]
    }

    static let systems = [
        System(platform: "Ubuntu", distro: "ubuntu", type: "Linux", versions: ["20.04", "22.04", "24.04"]),
        System(platform: "Debian", distro: "debian", type: "Linux", versions: ["11", "12", "13"]),
        System(platform: "CentOS", distro: "centos", type: "Linux", versions: ["7.9", "9"]),
        System(platform: "EulerOS", distro: "euleros", type: "Linux", versions: ["2.5", "2.10"]),
        System(platform: "Oracle Linux", distro: "oraclelinux", type: "Linux", versions: ["8.9", "9.3"]),
        System(platform: "RedHat", distro: "rhel", type: "Linux", versions: ["8", "9"]),
        System(platform: "Windows", distro: "windows", type: "Windows", versions: ["2019", "2022"]),
    ]

    let style: Style
    let visibility: Visibility
    let isHidden: Bool
    let isProtected: Bool
    let system: System
    let version: String
    let isARM: Bool
    /// Bytes.
    let size: Int
    let diskFormat: String
    let project: Int
    let flags: [(name: String, value: String)]

    init(seed: UInt64, number: UInt32) {
        var chance = Chance(seed: seed, number: UInt64(number))
        style = chance.pick([.huawei, .huawei, .huawei, .huawei, .stock, .stock, .stock, .snapshot, .snapshot, .bare])
        visibility = chance.pick([.public, .private, .private, .shared, .shared, .shared, .community])
        isHidden = chance.happens(6)
        isProtected = chance.happens(15)
        system = chance.pick(Self.systems)
        version = chance.pick(system.versions)
        isARM = chance.happens(12)
        size = (1 + chance.below(40)) * 512 << 20
        diskFormat = style == .huawei ? "zvhd2" : chance.pick(["qcow2", "qcow2", "qcow2", "raw", "raw", "vmdk", "iso"])
        project = chance.below(8)
        flags = style == .huawei ? Self.flags(&chance, isARM: isARM) : []
    }

    private static func flags(_ chance: inout Chance, isARM: Bool) -> [(name: String, value: String)] {
        var flags = [(name: "kvm", value: "true")]
        if isARM { flags.append(("arm", "true")) }
        for name in ["xen", "largememory", "diskintensive", "highperformance", "kvm_infiniband", "live_resize"] {
            if chance.happens(20) { flags.append((name, "true")) }
        }
        if chance.happens(15) {
            flags.append(("kvm_gpu_type", chance.pick(["V100", "T4", "P100", "V100_vGPU,RTX5000"])))
        }
        if chance.happens(5) { flags.append(("kvm_fpga_type", "VU9P")) }
        if chance.happens(5) { flags.append(("fc_inject", "true")) }
        return flags
    }
}
