import Catalogue
import Exposition

/// The families of openstack-exporter, under its names and labels, so that existing dashboards go on.
extension CatalogueFamilies {
    /// Shown with `compatibility.openstack_exporter`.
    static let compatible: [CatalogueFamily] = [
        CatalogueFamily(
            Family(
                "openstack_glance_images", .gauge,
                help: "\(about) Images that are neither hidden nor other projects' community images. \(source)")
        ) { census, limits in
            guard limits.isCompatible else { return [] }
            let images = census.bases.indices.reduce(0) { sum, base in
                let one = census.bases[base]
                let isHidden = census.text(census.label(.hidden, of: base)) == "true"
                let isListed = !isHidden && !(one.visibility == .community && one.isForeign)
                return isListed ? sum + one.images : sum
            }
            return [Sample([], .integer(Int128(images)))]
        },
        each(
            "openstack_glance_image_bytes", unit: "bytes", ["id", "name", "tenant_id"],
            "Size of each image; 0 where it is not known."
        ) { Sample([$0.id, $0.name, $0.owner], .integer(Int128($0.size ?? 0))) },
        each(
            "openstack_glance_image_created_at", ["id", "name", "tenant_id", "visibility", "hidden", "status"],
            "Creation of each image, in Unix seconds."
        ) { image in
            image.created.map { created in
                let labels = [image.visibility.name, "\(image.isHidden)", image.status.name]
                return Sample([image.id, image.name, image.owner] + labels, .integer(Int128(created)))
            }
        },
    ]

    private static let about = "With compatibility.openstack_exporter:"
    private static let source = "From the last whole poll."

    private static func each(
        _ name: String, unit: String? = nil, _ labels: [String], _ help: String,
        _ sample: @escaping @Sendable (ImageDetail) -> Sample?
    ) -> CatalogueFamily {
        CatalogueFamily(
            Family(
                name, .gauge, unit: unit, labels: labels,
                help: "\(about) \(help) With per_image too; absent where there are more images than per_image_limit. "
                    + source)
        ) { census, limits in
            guard limits.isCompatible, let details = census.details else { return [] }
            return details.filter { !$0.isHidden && !($0.visibility == .community && $0.isForeign) }.compactMap(sample)
        }
    }
}
