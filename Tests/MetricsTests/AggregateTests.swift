import Catalogue
import Exposition
import Metrics
import Testing

/// Families that a configuration asks for.
@Suite struct AggregateTests {
    private static let images = [
        PlainImage(number: 1, size: 10, created: 100, updated: 500, columns: [.osDistro: "debian"]),
        PlainImage(number: 2, size: 5, created: 200, updated: 400, columns: [.osDistro: "debian"]),
        PlainImage(number: 3, status: .queued, created: 300, updated: 300, columns: [.osDistro: "ubuntu"]),
        PlainImage(number: 4, visibility: .private, size: 7, columns: [.osDistro: "debian", .protected: "true"]),
        PlainImage(number: 5, visibility: .private, size: 1, created: 50),
    ]
    private static let platform = Aggregate.Label("os", .label(.platform))
    private static let status = Aggregate.Label("status", .status)

    private func lines(
        _ aggregate: Aggregate, _ images: [PlainImage] = images, _ limits: FamilyLimits = FamilyLimits()
    ) -> [String] {
        aggregate.family.samples(Catalogue().poll(images), limits).map(\.line)
    }

    private func aggregate(
        _ value: Aggregate.Value = .count, _ labels: [Aggregate.Label] = [platform],
        _ conditions: [Aggregate.Condition] = []
    ) -> Aggregate {
        Aggregate("a", help: "A.", value: value, labels: labels, conditions: conditions)
    }

    @Test func imagesAreCountedByLabels() {
        #expect(
            lines(aggregate(.count, [Self.platform, Self.status])) == [
                "debian active 3", "ubuntu queued 1", "unknown active 1",
            ])
        #expect(
            lines(aggregate(.count, [Self.status, Self.platform])) == [
                "active debian 3", "active unknown 1", "queued ubuntu 1",
            ])
        #expect(lines(aggregate(.count, [])) == ["5"])
        #expect(lines(aggregate(), []) == [])
    }

    @Test(arguments: [
        (Aggregate.Value.sizeBytes, ["debian 22", "ubuntu 0", "unknown 1"]),
        (.oldestCreated, ["debian 100", "ubuntu 300", "unknown 50"]),
        (.newestCreated, ["debian 200", "ubuntu 300", "unknown 50"]),
        (.oldestUpdated, ["debian 400", "ubuntu 300"]), (.newestUpdated, ["debian 500", "ubuntu 300"]),
    ])
    func everyValueIsFolded(value: Aggregate.Value, expected: [String]) {
        #expect(lines(aggregate(value)) == expected)
    }

    @Test func conditionsHoldTogether() {
        let isPrivate = Aggregate.Condition(.visibility, ["private", "shared"])
        let isKnown = Aggregate.Condition(.label(.platform), ["debian", "ubuntu"])
        #expect(lines(aggregate(.count, [Self.platform], [isPrivate])) == ["debian 1", "unknown 1"])
        #expect(lines(aggregate(.count, [Self.platform], [isPrivate, isKnown])) == ["debian 1"])
        #expect(lines(aggregate(.count, [], [Aggregate.Condition(.label(.protected), ["true"])])) == ["1"])
        #expect(lines(aggregate(.count, [], [Aggregate.Condition(.label(.platform), ["unknown"])])) == ["1"])
        #expect(lines(aggregate(.count, [], [Aggregate.Condition(.status, ["killed"])])) == [])
    }

    /// Each label by itself, those with the most images kept; a closed set of values is never folded.
    @Test func valuesOverTheLimitAreFolded() {
        var limits = FamilyLimits(labelValues: 1)
        let both = aggregate(.count, [Self.platform, Self.status])
        #expect(
            lines(both, Self.images, limits) == ["_other active 1", "_other queued 1", "debian active 3"])
        limits.aggregates = [both, aggregate(.count, [Aggregate.Label("disk_format", .label(.platform))])]
        let over = CatalogueFamilies.lines(
            "glance_label_values_over_limit", Catalogue().poll(Self.images), limits)
        #expect(over.contains("disk_format 2"))
        #expect(over.contains("os 2"))
        #expect(!over.contains { $0.hasPrefix("status") })
    }

    /// 64 + 64 values of two labels make more pairs than there is room for; no image is lost.
    @Test func seriesOverTheLimitAreFoldedTogether() {
        let images = (0..<4096).map { number in
            PlainImage(
                number: UInt64(number) + 1,
                columns: [.osDistro: "d\(number % 64)", .architecture: "a\(number / 64)"])
        }
        let wide = aggregate(.count, [Self.platform, Aggregate.Label("arch", .label(.architecture))])
        let shown = lines(wide, images, FamilyLimits(series: 160))
        #expect(shown.count == 111)
        #expect(shown.last == "_other _other 3986")
        #expect(lines(wide, images).count == 4096)
    }

    @Test func aFamilySaysWhatItIs() {
        let family = aggregate(.newestCreated, [Self.platform]).family.family
        #expect(
            family
                == Family("a", .gauge, unit: "seconds", labels: ["os"], help: "A. From the last whole poll."))
        #expect(aggregate(.sizeBytes).family.family.unit == "bytes")
        #expect(aggregate(.count).family.family.unit == nil)
        let reference = MetricsReference.markdown([aggregate()])
        #expect(reference.hasSuffix("| `a` | gauge | `os` | A. From the last whole poll. |\n"))
        #expect(reference.contains("### Configured"))
        #expect(!MetricsReference.markdown().contains("### Configured"))
    }

    @Test(arguments: [
        "id", "name", "size", "property:", "property:id", "property:name", "property:locations",
        "property:direct_url", "property:__image_location", "property:checksum", "os_purpose", "", "Status",
        "property:a\nb",
    ])
    func whatTellsSingleImagesOrPlacesIsRefused(text: String) {
        #expect(ImageAttribute(text) == nil)
    }
}
