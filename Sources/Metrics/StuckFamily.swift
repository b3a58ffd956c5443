import Catalogue
import Exposition

extension CatalogueFamilies {
    /// Shown for clouds with `stuck_images`.
    static let stuck = CatalogueFamily(
        Family(
            "glance_stuck_image_updated_timestamp_seconds", .gauge, unit: "seconds", labels: ["id", "status"],
            help: "Time of the last change of the images that have been on their way to another status for longest, in "
                + "Unix seconds; as many as stuck_images says. From the last whole poll.")
    ) { census, _ in
        census.stuck.map { Sample([$0.id, $0.status.name], .integer(Int128($0.updated))) }
    }
}
