import Catalogue
import Exposition
import Metrics
import Testing

/// Every family that divides the images divides the same ones.
@Suite struct PartitionTests {
    private static let partitions = [
        "glance_images", "glance_images_by_os_type", "glance_images_by_platform", "glance_images_by_image_type",
        "glance_images_by_disk_format", "glance_images_by_architecture", "glance_images_by_protection",
        "glance_images_by_hidden",
    ]

    private func random(_ number: UInt64, _ random: inout Seeded) -> PlainImage {
        var image = PlainImage(number: number)
        image.status = ImageStatus.allCases.randomElement(using: &random) ?? .active
        image.visibility = ImageVisibility.allCases.randomElement(using: &random) ?? .public
        image.created = UInt32.random(in: 1_980_000_000...1_990_000_000, using: &random)
        image.updated = UInt32.random(in: 1_990_000_000...2_000_000_000, using: &random)
        for key in ImageKey.columns where Bool.random(using: &random) {
            image.columns[key] = "v\(UInt8.random(in: 0...(key == .imsPlatform ? 250 : 20), using: &random))"
        }
        for _ in 0..<UInt8.random(in: 0...5, using: &random) {
            image.support.append(["f\(UInt8.random(in: 0...9, using: &random))", "m\(Bool.random(using: &random))"])
        }
        image.upkeep.frequency = ReplaceFrequency.allCases.randomElement(using: &random)
        image.upkeep.until = ProvidedUntil(days: Int.random(in: 23_000...23_300, using: &random))
        image.version = "\(UInt8.random(in: 0...200, using: &random))"
        return image
    }

    private func cells(_ family: CatalogueFamily, _ census: Census) -> [String: Int128] {
        var sums: [String: Int128] = [:]
        for sample in family.samples(census, FamilyLimits()) {
            guard case .integer(let count) = sample.value, count > 0 else { continue }
            sums[sample.labels.suffix(2).joined(separator: " "), default: 0] += count
        }
        return sums
    }

    @Test func sumsOverALabelAreEqual() {
        var generator = Seeded(state: 5)
        let census = Catalogue().poll((1...5000).map { random(UInt64($0), &generator) })
        let families = CatalogueFamilies.all.filter { Self.partitions.contains($0.family.name) }
        #expect(families.count == Self.partitions.count)
        let expected = families.first.map { cells($0, census) } ?? [:]
        #expect(expected.values.reduce(0, +) == 5000)
        for family in families { #expect(cells(family, census) == expected, "\(family.family.name)") }
    }

    @Test func whatCameBeforeShowsInNoSample() {
        var generator = Seeded(state: 6)
        let images = (1...3000).map { random(UInt64($0), &generator) }
        let kept = KeptDetails(owners: true, images: 8000, stuck: 5)
        let (experienced, new) = (Catalogue(), Catalogue())
        (experienced.kept, new.kept) = (kept, kept)
        for _ in 0..<3 { _ = experienced.poll((500...4000).map { random(UInt64($0), &generator) }) }
        var late = experienced.poll(images.reversed())
        var fresh = new.poll(images)
        late.unacceptedShares = UnacceptedShares(pending: [], rejected: [])
        fresh.unacceptedShares = UnacceptedShares(pending: [], rejected: [])
        late.quotas = [Quota("a", .images, used: 1, limit: 2), Quota("b", .bytes, used: 1, limit: 2)]
        fresh.quotas = late.quotas
        var limits = FamilyLimits()
        limits.isCompatible = true
        limits.requiredProperties = ["os_distro"]
        for family in CatalogueFamilies.all where family.family.kind != .counter {
            let samples = family.samples(late, limits)
            #expect(samples == family.samples(fresh, limits), "\(family.family.name)")
            #expect(!samples.isEmpty)
        }
    }

    @Test func noSeriesComesTwiceAndLabelsFit() {
        var generator = Seeded(state: 8)
        let census = Catalogue().poll((1...3000).map { random(UInt64($0), &generator) })
        for family in CatalogueFamilies.all {
            let samples = family.samples(census, FamilyLimits())
            #expect(Set(samples.map(\.labels)).count == samples.count, "\(family.family.name)")
            #expect(samples.allSatisfy { $0.labels.count == family.family.labels.count })
            #expect(samples.count <= 10_000)
        }
    }
}
