/// One image as the image API shows it: what every image has, and its properties beside that.
struct DemoImageWriter {
    /// What stands in `size` and `checksum` of the Huawei family's images, whose size is in `__image_size`.
    private static let placeholders = [
        (size: 0, checksum: "d41d8cd98f00b204e9800998ecf8427e"),
        (size: 2, checksum: "99914b932bd37a50b983c5e7c90ae93b"),
    ]

    let image: DemoImage
    let traits: DemoTraits
    let identifier: DemoIdentifier

    func write(to json: inout JSONWriter) {
        json.object { json in
            for property in DemoProperty.all(of: image, traits, identifier) {
                if property.isNumber {
                    json.field(property.name, Int(property.value))
                } else {
                    json.field(property.name, property.value)
                }
            }
            let hasFormat = image.status != .queued || traits.style != .bare
            json.field("name", traits.name)
            json.field("disk_format", hasFormat ? traits.diskFormat : nil)
            json.field("container_format", hasFormat ? "bare" : nil)
            json.field("visibility", traits.visibility.rawValue)
            writeData(to: &json)
            json.field("status", image.status.rawValue)
            json.field("protected", traits.isProtected)
            json.field("min_ram", 0)
            json.field("min_disk", traits.size >> 30 + 1)
            json.field("owner", identifier.project(traits.project))
            json.field("os_hidden", traits.isHidden)
            let id = identifier.image(image.number)
            json.field("id", plain: id)
            json.field("created_at", time: image.created)
            json.field("updated_at", time: image.updated)
            json.array("tags") { if traits.project == 3 { $0.field(nil, "nightly") } }
            json.field("self", plain: id, after: "/v2/images/")
            json.field("file", plain: id, after: "/v2/images/", before: "/file")
            json.field("schema", "/v2/schemas/image")
        }
    }

    private func writeData(to json: inout JSONWriter) {
        var chance = traits.chance
        switch traits.style {
        case .gold, .market, .custom, .wholeBackup:
            let placeholder = Self.placeholders[Int(image.number & 1)]
            json.field("size", placeholder.size)
            json.field("virtual_size", nil as Int?)
            json.field("checksum", placeholder.checksum)
        case .stock, .snapshot, .bare:
            let hasData = image.status.hasData
            // One in a hundred is told as a text, which a reader may not take for a number.
            if hasData, chance.happens(1) {
                json.field("size", String(traits.size))
            } else {
                json.field("size", hasData ? traits.size : nil)
            }
            json.field("virtual_size", hasData ? traits.size : nil)
            if hasData {
                json.field("checksum", plain: Hexadecimal.digest(&chance, words: 2))
                json.field("os_hash_algo", "sha512")
                json.field("os_hash_value", plain: Hexadecimal.digest(&chance, words: 8))
            } else {
                for name in ["checksum", "os_hash_algo", "os_hash_value"] { json.field(name, nil as String?) }
            }
        }
    }
}
