import Catalogue
import Exposition

extension CatalogueFamilies {
    static let inTransition = CatalogueFamily(
        Family(
            "glance_images_in_transition", .gauge, labels: ["status", "unchanged_for"],
            help: "Images on their way from one status to another that have not changed for at least so long; the "
                + "longer times are part of the shorter ones. From the last whole poll.")
    ) { census, limits in
        ImageStatus.transitional.filter(limits.allows).flatMap { status in
            zip(ageNames, Census.ages.indices).map { name, age in
                Sample([status.name, name], .integer(Int128(census.unchanged(status, age: age))))
            }
        }
    }

    static let transitions = CatalogueFamily(
        Family(
            "glance_image_status_transitions_total", .counter, labels: ["from", "to"],
            help:
                "Changes of an image's status seen between two whole polls; from none for a new image, to gone for one "
                + "that is no longer listed. The images of the first whole poll are not new. A failed upload goes from "
                + "saving to queued. Values come from the last whole poll.")
    ) { census, limits in
        let origins = [nil] + ImageStatus.allCases
        let destinations = ImageStatus.allCases + [nil]
        return origins.flatMap { from in
            destinations.compactMap { to in
                let count = census.transitions.count(from: from, to: to)
                guard count > 0 || isShownAtZero(from, to, limits) else { return nil }
                return Sample([from?.name ?? "none", to?.name ?? "gone"], .integer(Int128(count)))
            }
        }
    }

    /// Names of `Census.ages`.
    private static let ageNames = ["15m", "1h", "6h", "1d", "7d", "30d"]

    /// The changes that alerts watch start at 0, so that the first one shows as an increase.
    private static func isShownAtZero(_ from: ImageStatus?, _ to: ImageStatus?, _ limits: FamilyLimits) -> Bool {
        guard from.map(limits.allows) ?? true, to.map(limits.allows) ?? true else { return false }
        return switch from {
        case .saving, .uploading, .importing: to == .queued || to == .killed || to == nil
        case .queued: to == .killed || to == nil || to == .active
        default: false
        }
    }
}
