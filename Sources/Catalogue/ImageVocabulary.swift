/// The statuses of an image that the metrics know; a value outside these is `other`.
package enum ImageStatus: UInt8, CaseIterable, Sendable {
    case queued, saving, uploading, importing, active, deactivated, killed, deleted, pendingDelete, other

    /// The label's value.
    package var name: String {
        switch self {
        case .pendingDelete: "pending_delete"
        case .other: "_other"
        default: "\(self)"
        }
    }

    /// Statuses that an image passes through on its way, in output order.
    package static let transitional: [Self] = [.queued, .saving, .uploading, .importing, .pendingDelete]

    /// Statuses whose images a poll of changes lists one and all, so that a deleted one does not linger.
    package static let listedWhole: [Self] = transitional + [.deactivated, .deleted]
}

/// Who may see an image; a value outside these is `other`.
package enum ImageVisibility: UInt8, CaseIterable, Sendable {
    case `public`, `private`, shared, community, other

    /// The label's value.
    package var name: String { self == .other ? "_other" : "\(self)" }
}

/// Every attribute of an image that the program reads; the closed set of the label `attribute`.
package enum ImageKey: String, CaseIterable, Sendable {
    case id, owner, status, visibility, size
    case imageSize = "__image_size"
    case checksum
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case imsPlatform = "__platform"
    case osDistro = "os_distro"
    case imsOSType = "__os_type"
    case osType = "os_type"
    case architecture
    case imsOSBit = "__os_bit"
    case supportARM = "__support_arm"
    case imsImageType = "__imagetype"
    case imageType = "image_type"
    case diskFormat = "disk_format"
    case protected
    case hidden = "os_hidden"
    case imsOSVersion = "__os_version"
    case osVersion = "os_version"
    case imageBuildDate = "image_build_date"
    case replaceFrequency = "replace_frequency"
    case providedUntil = "provided_until"
    case failedImport = "os_glance_failed_import"
    case runningImport = "os_glance_importing_to_stores"
    /// Each attribute that begins so.
    case support = "__support_*"
    /// Each that a configuration names.
    case property

    /// The attributes that are interned and make up an image's base tuple (besides status and visibility).
    package static let columns: [Self] = [
        .imsPlatform, .osDistro, .imsOSType, .osType, .architecture, .imsOSBit, .supportARM, .imsImageType, .imageType,
        .diskFormat, .protected, .hidden,
    ]
}
