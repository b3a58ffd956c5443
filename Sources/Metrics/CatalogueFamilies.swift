import Catalogue
import Exposition

/// Every family of a cloud's image catalogue, each declared once, in output order.
package enum CatalogueFamilies {
    /// All of them; lines and pages keep this order.
    package static let all: [CatalogueFamily] =
        [images] + partitions + [memberStatus] + sizes + times + [inTransition, transitions, overLimit, anomalies]
        + quotas + upkeep + [withoutRequiredProperty] + owners + [stuck] + compatible

    private static let place = ["status", "visibility"]
    private static let origin = "From the last whole poll."

    private static let images = CatalogueFamily(
        Family(
            "glance_images", .gauge, labels: place,
            help: "Images by status and visibility. Stock Glance never lists killed or deleted images, see "
                + "glance_image_status_transitions_total. \(origin)")
    ) { census, limits in
        var table = StatusTable()
        for base in census.bases { table[base.status, base.visibility] += base.images }
        return StatusTable.samples { status, visibility in
            let count = table[status, visibility]
            let isZeroShown = status != .other && visibility != .other && limits.allows(status, visibility)
            if count == 0, !isZeroShown { return nil }
            return Sample([status.name, visibility.name], .integer(Int128(count)))
        }
    }

    private static let partitions: [CatalogueFamily] = [
        partition("os_type", .osType, "Images by type of operating system."),
        partition("platform", .platform, "Images by operating system."),
        support,
        partition(
            "image_type", .imageType, "Images by kind: gold, private, shared, market, snapshot, backup or image."),
        partition("disk_format", .diskFormat, "Images by disk format."),
        partition("architecture", .architecture, "Images by processor architecture."),
        partition("protection", .protected, "Images by whether they are protected against deletion."),
        partition("hidden", .hidden, "Images by whether they are hidden from default listings."),
    ]

    private static func partition(_ name: String, _ label: ImageLabel, _ help: String) -> CatalogueFamily {
        let notice =
            name == "protection" || name == "hidden"
            ? "A missing attribute is false." : "The value is unknown where the attribute is missing."
        return CatalogueFamily(
            Family(
                "glance_images_by_\(name)", .gauge, labels: [label.rawValue] + place,
                help: "\(help) \(label == .imageType ? "" : notice + " ")\(origin)")
        ) { census, limits in LabelFold(census, by: label, limits).samples }
    }

    private static let support = CatalogueFamily(
        Family(
            "glance_images_by_support", .gauge, labels: ["flag", "value"] + place,
            help:
                "Images that support a feature (attributes that begin with __support_), by feature and by true or the "
                + "device's model; an image counts once under each of its features. fc_inject is IMS's inverted flag: true "
                + "means that files cannot be injected. \(origin)")
    ) { census, limits in LabelFold(supportOf: census, limits).samples }

    private static let memberStatus = CatalogueFamily(
        Family(
            "glance_images_by_member_status", .gauge, labels: ["member_status"],
            help: "Images of other projects that are shared with this one, by its answer: pending, accepted or "
                + "rejected; those not accepted count in no other family, and are asked for every 10 minutes at most. "
                + "Absent for a role that sees other projects' private images. \(origin)")
    ) { census, _ in
        guard let shares = census.unacceptedShares, !census.seesPrivateImagesOfOthers else { return [] }
        return [("pending", shares.pending), ("accepted", census.acceptedShares), ("rejected", shares.rejected)]
            .map { status, images in Sample([status], .integer(Int128(images))) }
    }

    private static let overLimit = CatalogueFamily(
        Family(
            "glance_label_values_over_limit", .gauge, labels: ["label"],
            help: "Distinct values of a label that were folded into _other, those with the fewest images first; under "
                + "support, the pairs of flag and value of glance_images_by_support. \(origin)")
    ) { census, limits in
        let folds = ImageLabel.allCases.map { ($0.rawValue, LabelFold(census, by: $0, limits).folded) }
        let owners = census.owners.isEmpty ? [] : [("project_id", OwnerFold(census, limits).folded)]
        var counts = folds + [("support", LabelFold(supportOf: census, limits).folded)] + owners
        let configured = limits.aggregates.flatMap { AggregateFold($0, census, limits).folded }
        // Several families may share a label's name: what the worst of them folded is shown.
        for (label, values) in BuildFold(census, limits).folded + configured {
            if let place = counts.firstIndex(where: { $0.0 == label }) {
                counts[place].1 = max(counts[place].1, values)
            } else {
                counts.append((label, values))
            }
        }
        return counts.map { label, folded in Sample([label], .integer(Int128(folded))) }
    }

    private static let anomalies = CatalogueFamily(
        Family(
            "glance_image_attribute_anomalies", .gauge, labels: ["attribute"],
            help:
                "Attributes of images that were skipped because their type or value was not the expected one. \(origin)"
        )
    ) { census, _ in
        ImageKey.allCases.map { Sample([$0.rawValue], .integer(Int128(census.anomalies($0)))) }
    }
}
