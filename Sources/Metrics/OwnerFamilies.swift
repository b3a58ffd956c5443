import Catalogue
import Exposition

extension CatalogueFamilies {
    /// Shown for clouds with `by_owner`.
    static let owners: [CatalogueFamily] = [
        owner("glance_images_by_owner", "Images by the project that owns them.") { Int128($0.images) },
        owner(
            "glance_image_size_bytes_by_owner",
            "Sum of the sizes of images whose size is known, in bytes, by the project that owns them."
        ) { Int128(clamping: $0.size) },
    ]

    private static func owner(
        _ name: String, _ help: String, _ value: @escaping @Sendable (OwnerTotal) -> Int128
    ) -> CatalogueFamily {
        CatalogueFamily(
            Family(
                name, .gauge, labels: ["project_id", "project", "status"],
                help: "\(help) With by_owner; project is unknown where the cloud does not tell the name. From the last "
                    + "whole poll.")
        ) { census, limits in
            OwnerFold(census, limits).rows.flatMap { names, totals in
                totals.filter { $0.images > 0 }.map { Sample(names + [$0.status.name], .integer(value($0))) }
            }
        }
    }
}

/// Images by owner and status, with the owners over the limits folded.
struct OwnerFold {
    private static let unknown = "unknown"

    /// Owners that were folded into `_other`.
    let folded: Int
    /// Id and name, and the sums of each status; in the order of the ids, `_other` last.
    let rows: [(names: [String], totals: [OwnerTotal])]

    init(_ census: Census, _ limits: FamilyLimits) {
        var sums: [String: [OwnerTotal]] = [:]
        for total in census.owners {
            let name = total.owner.map { $0.isEmpty ? Self.unknown : $0 } ?? PortableMapping.other
            Self.add(total, to: &sums[name, default: Self.nothing])
        }
        let owners = sums.sorted { $0.key < $1.key }
        let values = owners.map { owner, totals in
            LabelCap.Value(
                names: [owner], images: totals.reduce(0) { $0 + $1.images }, series: totals.count { $0.images > 0 })
        }
        let cap = LabelCap(values, limits: limits)
        let kept = Set(cap.kept)
        var rest = Self.nothing
        for row in owners.indices where !kept.contains(row) {
            for total in owners[row].value { Self.add(total, to: &rest) }
        }
        let named = cap.kept.map { row in
            let id = owners[row].key
            return (names: [id, limits.projectNames[id] ?? Self.unknown], totals: owners[row].value)
        }
        rows = named + [(names: [PortableMapping.other, PortableMapping.other], totals: rest)]
        folded = cap.folded
    }

    private static let nothing = ImageStatus.allCases.map { OwnerTotal(owner: nil, status: $0, images: 0, size: 0) }

    private static func add(_ total: OwnerTotal, to sums: inout [OwnerTotal]) {
        for place in sums.indices where sums[place].status == total.status {
            sums[place].images += total.images
            sums[place].size += total.size
        }
    }
}
