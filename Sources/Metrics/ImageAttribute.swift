import Catalogue

/// What aggregates tell images apart by: what the program makes portable, or an attribute as the image API gives it.
package enum ImageAttribute: Sendable, Hashable {
    case status, visibility
    case label(ImageLabel)
    /// The first of these that an image has.
    case properties([String])

    /// What every image has a value of its own in, or what would tell where images lie.
    private static let refused: Set<String> = [
        "id", "name", "checksum", "os_hash_value", "self", "file", "schema", "size", "virtual_size", "__image_size",
        "created_at", "updated_at", "active_at", "locations", "direct_url", "__image_location",
    ]
    private static let raw = ["owner", "container_format", "min_disk", "min_ram", "member_status"]
    private static let versions = ["__os_version", "os_version"]
    private static let propertyPrefix = "property:"

    /// The attribute of this name, or with `property:` before it one as the image API has it; nil for an unknown one.
    package init?(_ text: String) {
        if let label = ImageLabel(rawValue: text) {
            self = .label(label)
        } else if Self.raw.contains(text) {
            self = .properties([text])
        } else if text.hasPrefix(Self.propertyPrefix) {
            let name = String(text.dropFirst(Self.propertyPrefix.count))
            guard Self.isProperty(name), !Self.refused.contains(name) else { return nil }
            self = .properties([name])
        } else {
            switch text {
            case "status": self = .status
            case "visibility": self = .visibility
            case "os_version": self = .properties(Self.versions)
            default: return nil
            }
        }
    }

    /// What can be asked for, for a message.
    package static let expected =
        (["status", "visibility"] + ImageLabel.allCases.map(\.rawValue) + ["os_version"] + raw)
        .joined(separator: ", ") + ", or property: and the name of a property that several images share"

    /// Whether an attribute can have this name.
    package static func isProperty(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 256
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// The values that can come; nil where any can.
    package var values: [String]? {
        switch self {
        case .status: ImageStatus.allCases.map(\.name)
        case .visibility: ImageVisibility.allCases.map(\.name)
        case .label(.protected), .label(.hidden): ["true", "false", PortableMapping.other]
        case .label, .properties: nil
        }
    }

    /// What is to be kept of each image.
    package var properties: [KeptProperty] {
        if case .properties(let names) = self { names.map { KeptProperty($0) } } else { [] }
    }

    /// The value of the images of `census.bases[base]`; `unknown` where they have none.
    func text(_ census: Census, base: Int) -> String {
        switch self {
        case .status: return census.bases[base].status.name
        case .visibility: return census.bases[base].visibility.name
        case .label(let label): return census.text(census.label(label, of: base))
        case .properties(let names):
            for name in names {
                let value = census.property(KeptProperty(name), of: base)
                if value != .missing { return census.text(value) }
            }
            return PortableMapping.unknown
        }
    }
}
