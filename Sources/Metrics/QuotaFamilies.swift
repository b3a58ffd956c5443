import Catalogue
import Exposition

extension CatalogueFamilies {
    static let quotas: [CatalogueFamily] = [
        family("glance_quota_images", unit: nil, "Images that count towards a quota of the project.", .images) {
            $0.used
        },
        family("glance_quota_images_limit", unit: nil, "Images that a quota of the project allows.", .images) {
            $0.limit
        },
        family("glance_quota_bytes", unit: "bytes", "Bytes that count towards a quota of the project.", .bytes) {
            $0.used
        },
        family("glance_quota_bytes_limit", unit: nil, "Bytes that a quota of the project allows.", .bytes) { $0.limit },
    ]

    private static func family(
        _ name: String, unit: String?, _ help: String, _ counted: Quota.Unit,
        _ value: @escaping @Sendable (Quota) -> Int64?
    ) -> CatalogueFamily {
        let absence = "Absent where the cloud tells of none, a limit also where there is none."
        return CatalogueFamily(
            Family(
                name, .gauge, unit: unit, labels: ["kind"], help: "\(help) \(absence) From the last whole poll.")
        ) { census, _ in
            census.quotas.filter { $0.unit == counted }.compactMap { quota in
                value(quota).map { Sample([quota.kind], .integer(Int128($0))) }
            }
        }
    }
}
