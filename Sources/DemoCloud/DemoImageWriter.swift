/// One image as the image API shows it: stock attributes for all, those of its style beside them.
struct DemoImageWriter {
    /// What stands in `size` and `checksum` of the Huawei family's images, whose size is in `__image_size`.
    private static let placeholder = (size: 0, checksum: "d41d8cd98f00b204e9800998ecf8427e")

    let image: DemoImage
    let traits: DemoTraits

    func write(to json: inout JSONWriter) {
        json.object { json in
            let id = DemoIdentifier.text(image.number)
            json.field("id", id)
            let name = "\(traits.system.platform) \(traits.version) #\(image.number)"
            json.field("name", image.number % 40 == 7 ? nil : name)
            json.field("status", image.status.rawValue)
            json.field("visibility", traits.visibility.rawValue)
            json.field("owner", DemoIdentifier.project(traits.project))
            json.field("protected", traits.isProtected)
            json.field("os_hidden", traits.isHidden)
            json.field("created_at", CivilTime.text(image.created))
            json.field("updated_at", CivilTime.text(image.updated))
            json.field("min_disk", 0)
            json.field("min_ram", 0)
            json.field("container_format", "bare")
            json.field("disk_format", image.status == .queued && traits.style == .bare ? nil : traits.diskFormat)
            json.array("tags") { _ in }
            json.field("self", "/v2/images/\(id)")
            json.field("file", "/v2/images/\(id)/file")
            json.field("schema", "/v2/schemas/image")
            writeSize(to: &json)
            writeStyle(to: &json)
        }
    }

    private func writeSize(to json: inout JSONWriter) {
        let hasData = ![.queued, .saving, .uploading].contains(image.status)
        if traits.style == .huawei {
            json.field("size", Self.placeholder.size)
            json.field("checksum", Self.placeholder.checksum)
            if hasData { json.field("__image_size", "\(traits.size)") }
        } else if hasData {
            json.field("size", traits.size)
            json.field("checksum", "0cc175b9c0f1b6a831c399e269772661")
        } else {
            json.field("size", nil)
            json.field("checksum", nil)
        }
    }

    private func writeStyle(to json: inout JSONWriter) {
        switch traits.style {
        case .huawei:
            json.field("__platform", traits.system.platform)
            json.field("__os_type", traits.system.type)
            json.field("__os_bit", "64")
            json.field("__os_version", "\(traits.system.platform) \(traits.version) 64bit")
            json.field("__imagetype", traits.visibility == .public ? "gold" : "private")
            json.field("__isregistered", "true")
            json.field("virtual_env_type", "FusionCompute")
            for flag in traits.flags { json.field("__support_\(flag.name)", flag.value) }
        case .stock:
            json.field("os_distro", traits.system.distro)
            json.field("os_type", traits.system.type.lowercased())
            json.field("os_version", traits.version)
            json.field("architecture", traits.isARM ? "aarch64" : "x86_64")
            json.field("hw_disk_bus", "virtio")
            json.field("hw_firmware_type", "uefi")
        case .snapshot:
            json.field("image_type", image.number % 4 == 0 ? "backup" : "snapshot")
            json.field("os_distro", traits.system.distro)
            json.field("instance_uuid", DemoIdentifier.text(image.number))
        case .bare: break
        }
    }
}
