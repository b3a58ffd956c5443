import Catalogue
import Exposition

extension CatalogueFamilies {
    static let sizes: [CatalogueFamily] = [
        CatalogueFamily(
            Family(
                "glance_image_size_bytes", .gauge, unit: "bytes", labels: ["status", "visibility"],
                help: "Sum of the sizes of images whose size is known. From the last whole poll.")
        ) { census, _ in
            fold(census, UInt128(0)) {
                $0 += $1.size
            } sample: {
                Int128(clamping: $0)
            }
        },
        CatalogueFamily(
            Family(
                "glance_images_without_size", .gauge, labels: ["status", "visibility"],
                help: "Images whose size is not known. From the last whole poll.")
        ) { census, _ in
            fold(census, 0) {
                $0 += $1.withoutSize
            } sample: {
                Int128($0)
            }
        },
    ]

    static let times: [CatalogueFamily] = [
        time(
            "glance_oldest_image_created_timestamp_seconds", "Creation of the oldest image.", \.oldestCreated, min),
        time(
            "glance_newest_image_created_timestamp_seconds", "Creation of the newest image.", \.newestCreated, max),
        time(
            "glance_oldest_image_updated_timestamp_seconds",
            "Time of the last change of the image that was not changed for longest.", \.oldestUpdated, min),
    ]

    private static func time(
        _ name: String, _ help: String, _ path: KeyPath<Census.Base, UInt32?> & Sendable,
        _ choose: @escaping @Sendable (UInt32, UInt32) -> UInt32
    ) -> CatalogueFamily {
        CatalogueFamily(
            Family(
                name, .gauge, unit: "seconds", labels: ["status", "visibility"],
                help: "\(help) In Unix seconds; absent where there is none. From the last whole poll.")
        ) { census, _ in
            fold(census, UInt32?.none) { chosen, base in
                guard let time = base[keyPath: path] else { return }
                chosen = chosen.map { choose($0, time) } ?? time
            } sample: {
                $0.map { Int128($0) }
            }
        }
    }

    /// One sample for each status and visibility that has an image, unless `sample` gives none.
    private static func fold<Sum>(
        _ census: Census, _ nothing: Sum, _ add: (inout Sum, Census.Base) -> Void, sample: (Sum) -> Int128?
    ) -> [Sample] {
        var sums = [Sum?](repeating: nil, count: StatusTable.cells)
        for base in census.bases where base.images > 0 {
            add(&sums[StatusTable.cell(base.status, base.visibility), default: nothing], base)
        }
        return StatusTable.samples { status, visibility in
            guard let sum = sums[StatusTable.cell(status, visibility)], let value = sample(sum) else { return nil }
            return Sample([status.name, visibility.name], .integer(value))
        }
    }
}

extension Array {
    /// The element, which becomes `nothing` if it is nil.
    fileprivate subscript<Sum>(place: Int, default nothing: Sum) -> Sum where Element == Sum? {
        get { self[place] ?? nothing }
        set { self[place] = newValue }
    }
}
