import Catalogue
import Exposition

extension CatalogueFamilies {
    /// How old images are and how long they are provided, against what SCS-0102 has them say.
    static let upkeep: [CatalogueFamily] = [
        newestBuild, replaceFrequency, pastProvidedUntil, nextProvidedUntil,
        imports(
            "glance_images_with_failed_import",
            "Images whose import into a store has failed (os_glance_failed_import).", \.failedImports),
        imports(
            "glance_images_with_running_import",
            "Images that are being imported into a store (os_glance_importing_to_stores).", \.runningImports),
    ]

    private static let newestBuild = CatalogueFamily(
        Family(
            "glance_newest_image_build_timestamp_seconds", .gauge, unit: "seconds",
            labels: ["platform", "os_version", "visibility"],
            help: "Build of the newest active image that is not hidden, in Unix seconds: image_build_date, or else the "
                + "image's creation; absent where there is none. From the last whole poll.")
    ) { census, limits in
        BuildFold(census, limits).rows.map { names, sums in Sample(names, .integer(Int128(sums.newest))) }
    }

    private static let replaceFrequency = CatalogueFamily(
        Family(
            "glance_images_by_replace_frequency", .gauge, labels: ["frequency", "state"],
            help:
                "Active images that say how often they are replaced (replace_frequency of SCS-0102): stale where they "
                + "were built longer ago than 1.1 times yearly (365 days), quarterly (92), monthly (31), weekly (7) or "
                + "daily (25 hours), else fresh. Exempt are images that are hidden or have a date, old or prev in their "
                + "name, those with provided_until none, notice or past, and those replaced never, for a critical_bug, "
                + "or at a frequency outside these, which is _other. Absent where no image has a frequency, else 0 "
                + "where no image counts. From the last whole poll.")
    ) { census, _ in
        let upkeep = census.upkeep
        guard upkeep.hasReplacements else { return [] }
        return ReplaceFrequency.allCases.flatMap { frequency in
            frequency.states.compactMap { state in
                let images = upkeep[frequency, state]
                guard images > 0 || frequency != .other else { return nil }
                return Sample([frequency.name, state.name], .integer(Int128(images)))
            }
        }
    }

    private static let pastProvidedUntil = CatalogueFamily(
        Family(
            "glance_images_past_provided_until", .gauge,
            help: "Active images, not hidden, whose provided_until (a date of SCS-0102) is past: that day has ended in "
                + "UTC. 0 also where no image has a date. From the last whole poll.")
    ) { census, limits in
        limits.allows(.active) ? [Sample([], .integer(Int128(census.upkeep.pastProvidedUntil)))] : []
    }

    private static let nextProvidedUntil = CatalogueFamily(
        Family(
            "glance_next_provided_until_timestamp_seconds", .gauge, unit: "seconds",
            help:
                "End in UTC of the earliest day to come that an active image, not hidden, names in provided_until, in "
                + "Unix seconds; absent where there is none. From the last whole poll.")
    ) { census, _ in
        census.upkeep.nextProvidedUntil.map { [Sample([], .integer(Int128($0)))] } ?? []
    }

    private static func imports(
        _ name: String, _ help: String, _ images: KeyPath<UpkeepCensus, Int> & Sendable
    ) -> CatalogueFamily {
        CatalogueFamily(Family(name, .gauge, help: "\(help) Of any status. From the last whole poll.")) { census, _ in
            [Sample([], .integer(Int128(census.upkeep[keyPath: images])))]
        }
    }
}

/// The newest builds by platform, version and visibility, with the values over the limits folded.
struct BuildFold {
    /// In the order of the labels' values; what found no room comes last, all its labels `_other`.
    let rows: [(names: [String], sums: UpkeepCensus.Build)]
    /// For platform and version, the values that were folded into `_other`.
    let folded: [(label: String, values: Int)]

    init(_ census: Census, _ limits: FamilyLimits) {
        var sums: [[String]: UpkeepCensus.Build] = [:]
        for build in census.upkeep.builds {
            SeriesFold.add(build, to: &sums[[build.platform, build.osVersion, build.visibility.name]])
        }
        let fold = SeriesFold(sums, by: [("platform", true), ("os_version", true), ("visibility", false)], limits)
        rows = fold.rows
        folded = fold.folded
    }
}

extension UpkeepCensus.Build: ImageSums {
    mutating func add(_ other: Self) {
        images += other.images
        newest = max(newest, other.newest)
    }
}
