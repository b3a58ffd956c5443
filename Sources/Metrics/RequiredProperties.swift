import Catalogue
import Exposition

extension CatalogueFamilies {
    /// Shown with `required_properties`.
    static let withoutRequiredProperty = CatalogueFamily(
        Family(
            "glance_images_without_required_property", .gauge, labels: ["property"],
            help: "Images that lack a property which the configuration requires (required_properties): it is absent, "
                + "empty, or the number 0. From the last whole poll.")
    ) { census, limits in
        limits.requiredProperties.map { name in
            let kept = KeptProperty(name, isPresence: true)
            let images = census.bases.indices.reduce(0) { sum, base in
                census.property(kept, of: base) == .missing ? sum + census.bases[base].images : sum
            }
            return Sample([name], .integer(Int128(images)))
        }
    }
}

/// Properties that a standard requires of an image.
package enum RequiredProperties: String, CaseIterable, Sendable {
    /// Those that the image metadata standard of the Sovereign Cloud Stack, SCS-0102, calls mandatory.
    case scs

    /// In the standard's order.
    package var names: [String] {
        switch self {
        case .scs:
            [
                "architecture", "min_disk", "min_ram", "os_version", "os_distro", "hw_disk_bus", "replace_frequency",
                "provided_until", "uuid_validity", "image_source", "image_description", "image_build_date",
                "image_original_user",
            ]
        }
    }
}
