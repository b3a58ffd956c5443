/// The raw attributes of an image that its portable labels are made of; empty where missing.
package struct RawAttributes: Sendable, Equatable {
    var imsPlatform = "", osDistro = "", imsOSType = "", osType = "", architecture = "", imsOSBit = ""
    var supportARM = "", imsImageType = "", imageType = "", diskFormat = "", protected = "", hidden = ""

    /// Nothing known.
    package init() {}

    /// Sets the value of one of `ImageKey.columns`; other keys are no source of a label.
    package mutating func set(_ key: ImageKey, _ value: String) {
        switch key {
        case .imsPlatform: imsPlatform = value
        case .osDistro: osDistro = value
        case .imsOSType: imsOSType = value
        case .osType: osType = value
        case .architecture: architecture = value
        case .imsOSBit: imsOSBit = value
        case .supportARM: supportARM = value
        case .imsImageType: imsImageType = value
        case .imageType: imageType = value
        case .diskFormat: diskFormat = value
        case .protected: protected = value
        case .hidden: hidden = value
        case .id, .owner, .status, .visibility, .size, .imageSize, .checksum, .createdAt, .updatedAt, .imsOSVersion,
            .osVersion, .imageBuildDate, .replaceFrequency, .providedUntil, .failedImport, .runningImport, .support,
            .property:
            break
        }
    }
}

/// A label that every image has exactly one value of, whatever kind of cloud it lies in.
package enum ImageLabel: String, CaseIterable, Sendable {
    case osType = "os_type"
    case platform
    case imageType = "image_type"
    case diskFormat = "disk_format"
    case architecture
    case protected
    case hidden
}

/// How the attributes of stock Glance and of IMS become the same labels.
package enum PortableMapping {
    /// The label's value where no source has one.
    package static let unknown = "unknown"
    /// The label's value of everything that was folded or is outside the known values.
    package static let other = "_other"

    /// The attributes that a label's value depends on, four at most.
    package static func sources(of label: ImageLabel) -> [ImageKey] {
        switch label {
        case .osType: [.imsOSType, .osType, .imsPlatform, .osDistro]
        case .platform: [.imsPlatform, .osDistro]
        case .imageType: [.imsImageType, .imageType]
        case .diskFormat: [.diskFormat]
        case .architecture: [.architecture, .supportARM, .imsOSBit]
        case .protected: [.protected]
        case .hidden: [.hidden]
        }
    }

    /// The value of one label.
    package static func value(of label: ImageLabel, from raw: RawAttributes) -> String {
        switch label {
        case .osType: osType(raw)
        case .platform: platform(raw)
        case .imageType: first(raw.imsImageType, raw.imageType) ?? "image"
        case .diskFormat: first(raw.diskFormat) ?? unknown
        case .architecture: architecture(raw)
        case .protected: boolean(raw.protected)
        case .hidden: boolean(raw.hidden)
        }
    }

    /// The version of the operating system, from `__os_version` and `os_version`.
    package static func osVersion(_ ims: String, _ stock: String) -> String { first(ims, stock) ?? unknown }

    /// The value of a `__support_*` attribute as the label shows it; nil where it counts nothing.
    package static func supportValue(_ raw: String) -> String? {
        switch raw.lowercased() {
        case "", "false": nil
        case "true": "true"
        default: raw
        }
    }

    private static func platform(_ raw: RawAttributes) -> String {
        let name = first(compact(raw.imsPlatform), compact(raw.osDistro)) ?? unknown
        switch name {
        case "redhat": return "rhel"
        case "rockylinux": return "rocky"
        case "archlinux": return "arch"
        default: return name
        }
    }

    private static func osType(_ raw: RawAttributes) -> String {
        if let named = first(raw.imsOSType, raw.osType) { return lower(named) }
        return platform(raw) == "windows" ? "windows" : unknown
    }

    private static func architecture(_ raw: RawAttributes) -> String {
        switch raw.architecture {
        case "x86": return "x86_64"
        case "arm": return "aarch64"
        case "": break
        default: return raw.architecture
        }
        if raw.supportARM.lowercased() == "true" { return "aarch64" }
        switch raw.imsOSBit {
        case "64": return "x86_64"
        case "32": return "i686"
        default: return unknown
        }
    }

    /// A missing `protected` or `os_hidden` is false, as the image API's own defaults are.
    private static func boolean(_ raw: String) -> String {
        switch raw.lowercased() {
        case "", "false": "false"
        case "true": "true"
        default: other
        }
    }

    private static func first(_ values: String...) -> String? { values.first { !$0.isEmpty } }

    private static func compact(_ text: String) -> String { lower(String(text.filter { $0 != " " })) }

    /// The folded value stays what it is.
    private static func lower(_ text: String) -> String { text == other ? other : text.lowercased() }
}
