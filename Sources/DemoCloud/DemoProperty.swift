/// An attribute beyond those that every image has; a text but for odd ones.
struct DemoProperty: Equatable {
    var name: String
    var value: String
    /// Written without quotes, as some programs wrongly do.
    var isNumber = false

    /// Those of an image, in the order in which they are written.
    static func all(of image: DemoImage, _ traits: DemoTraits, _ identifier: DemoIdentifier) -> [DemoProperty] {
        var list = PropertyList(image: image, traits: traits, identifier: identifier)
        switch traits.style {
        case .gold, .market, .custom, .wholeBackup: list.addImageService()
        case .stock: list.addStock()
        case .snapshot: list.addSnapshot()
        case .bare: break
        }
        image.given?.apply(to: &list.properties)
        return list.properties
    }
}

/// Collects the properties of one image.
struct PropertyList {
    /// Flags that are `true` or absent, and how many images of a hundred have them.
    static let flags: [(name: String, percent: Int)] = [
        ("__support_xen", 25), ("__support_xen_hana", 6), ("__support_largememory", 18),
        ("__support_diskintensive", 18), ("__support_highperformance", 15), ("__support_kvm_infiniband", 6),
        ("__support_kvm_nvme_spdk", 5), ("__support_nvme_highio", 4), ("__support_live_resize", 20),
        ("__support_amd", 8), ("__support_fc_inject", 4),
    ]
    /// Flags whose value names models, several at times.
    static let models: [(name: String, percent: Int, values: [String])] = [
        ("__support_kvm_gpu_type", 14, ["V100", "P100", "M60", "V100_vGPU,RTX5000", "P2v,T4,V100"]),
        ("__support_xen_gpu_type", 5, ["M60_vGPU"]),
        ("__support_kvm_fpga_type", 5, ["VU9P", "VU9P_COMMON"]),
    ]

    let image: DemoImage
    let traits: DemoTraits
    let identifier: DemoIdentifier
    var chance: Chance
    var properties: [DemoProperty] = []

    init(image: DemoImage, traits: DemoTraits, identifier: DemoIdentifier) {
        self.image = image
        self.traits = traits
        self.identifier = identifier
        chance = traits.chance
        properties.reserveCapacity(32)
    }

    mutating func add(_ name: String, _ value: String) { properties.append(DemoProperty(name: name, value: value)) }

    mutating func addImageService() {
        let system = traits.system
        let platform = chance.pick(system.platforms)
        add("__os_type", system.type)
        add("__platform", platform)
        properties.append(DemoProperty(name: "__os_bit", value: "64", isNumber: chance.happens(2)))
        add("__os_version", platform + " " + traits.version + " 64bit")
        addKind()
        add("__isregistered", "true")
        add("__image_source_type", "uds")
        add("virtual_env_type", traits.diskFormat == "iso" ? "IsoImage" : "FusionCompute")
        add("__lazyloading", chance.pick(["true", "True", "false"]))
        add("__account_code", "")
        add("__data_origin", "image,region-demo,0")
        add("enterprise_project_id", "0")
        add("hw_firmware_type", chance.pick(["bios", "bios", "uefi"]))
        add("hw_vif_multiqueue_enabled", "true")
        add("max_ram", "0")
        // Some never tell their size: what stands in `size` is a placeholder. Drawn in any case, as an image's flags
        // stay the same when its status changes.
        let tellsSize = !chance.happens(5)
        if tellsSize, image.status.hasData { add("__image_size", String(traits.size)) }
        addSupport()
    }

    private mutating func addKind() {
        switch traits.style {
        case .gold: add("__imagetype", "gold")
        case .market: add("__imagetype", "market")
        default: add("__imagetype", traits.visibility == .shared ? "shared" : "private")
        }
        guard traits.style == .wholeBackup else { return }
        add("__whole_image", "true")
        add("__backup_id", String(decoding: identifier.image(~image.number), as: UTF8.self))
    }

    private mutating func addSupport() {
        add("__support_kvm", chance.happens(4) ? "false" : "true")
        if traits.isARM { add("__support_arm", "true") }
        for flag in Self.flags where chance.happens(flag.percent) { add(flag.name, "true") }
        for flag in Self.models where chance.happens(flag.percent) { add(flag.name, chance.pick(flag.values)) }
        // Agents with their builds: more values than a label should have.
        if chance.happens(60) {
            add("__support_agent_list", "hss,ces-1." + String(chance.below(70)) + ",hss-6." + String(chance.below(70)))
        }
    }

    mutating func addStock() {
        let system = traits.system
        add("os_distro", system.distro)
        add("os_version", traits.version)
        if !chance.happens(20) { add("os_type", system.type.lowercased()) }
        if !chance.happens(15) { add("architecture", traits.isARM ? "aarch64" : "x86_64") }
        add("os_admin_user", system.distro)
        add("hw_disk_bus", chance.pick(["virtio", "scsi"]))
        add("hw_scsi_model", "virtio-scsi")
        add("hw_vif_model", "virtio")
        add("hw_rng_model", "virtio")
        add("hw_firmware_type", "uefi")
        add("hw_machine_type", "q35")
        add("hw_qemu_guest_agent", "yes")
        add("image_description", "A demonstration image.")
        if traits.visibility == .public { addUpkeep() }
        addImports()
    }

    mutating func addSnapshot() {
        add("image_type", chance.happens(30) ? "backup" : "snapshot")
        add("base_image_ref", String(decoding: identifier.image(image.number / 2), as: UTF8.self))
        add("image_location", "snapshot")
        add("image_state", image.status.hasData ? "available" : "pending")
        add("owner_id", identifier.project(traits.project))
        if chance.happens(70) { add("os_distro", traits.system.distro) }
    }
}
