import Catalogue
import Identity

/// The keys of a cloud that ask for families by owner and of single images.
struct OptInSection {
    /// Images of which each may have series of its own.
    static let perImageLimits = 1...100_000
    private static let defaultLimit = 10_000

    /// Series of the oldest images on their way.
    static let stuckImages = 0...1000

    private let byOwner: Bool
    private let perImage: Placed<Bool>?
    private let limit: Int
    private let stuck: Int

    init(_ section: inout FileSection) throws(CloudsError) {
        stuck = try section.value("stuck_images")?.integer(in: Self.stuckImages) ?? 0
        byOwner = try section.value("by_owner")?.bool() ?? false
        let perImage = section.value("per_image")
        let limit = section.value("per_image_limit")
        self.perImage = try perImage.map { value throws(CloudsError) in
            Placed(value: try value.bool(), place: value.place)
        }
        self.limit = try limit?.integer(in: Self.perImageLimits) ?? Self.defaultLimit
        if let limit, self.perImage?.value != true {
            throw limit.place.error("is given, and per_image is not true")
        }
    }

    /// What is kept for these families.
    ///
    /// - Throws: `CloudsError` where the families of each image are asked for, which only the leader's names know.
    func kept(isCompatible: Bool) throws(CloudsError) -> KeptDetails {
        guard let perImage, perImage.value else {
            return KeptDetails(owners: byOwner, stuck: stuck)
        }
        guard isCompatible else {
            throw perImage.place.error("true needs compatibility: {openstack_exporter: true}")
        }
        return KeptDetails(owners: byOwner, images: limit, stuck: stuck)
    }
}
