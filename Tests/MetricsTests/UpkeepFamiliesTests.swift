import Catalogue
import Exposition
import Metrics
import Testing

/// The families of builds, promises and imports.
@Suite struct UpkeepFamiliesTests {
    private static let now: UInt32 = 2_000_000_000
    private static let newest = "glance_newest_image_build_timestamp_seconds"

    private func lines(_ name: String, _ images: [PlainImage], _ limits: FamilyLimits = FamilyLimits()) -> [String] {
        CatalogueFamilies.lines(name, Catalogue().poll(images, at: Self.now), limits)
    }

    private func image(_ number: UInt64, built: UInt32, _ columns: [ImageKey: String] = [:]) -> PlainImage {
        var image = PlainImage(number: number, created: 1_000_000_000, columns: columns)
        image.built = built
        return image
    }

    @Test func theNewestBuildIsOfActiveImagesThatAreNotHidden() {
        var images = [
            image(1, built: 50, [.osDistro: "debian"]), image(2, built: 70, [.imsPlatform: "Debian"]),
            image(3, built: 90, [.osDistro: "debian", .hidden: "true"]), image(4, built: 60, [.hidden: "odd"]),
            image(5, built: 95, [.osDistro: "debian"]), PlainImage(number: 6, created: 40), PlainImage(number: 7),
        ]
        images[0].version = "12"
        (images[1].imsVersion, images[1].version) = ("12", "13")
        images[4].status = .deactivated
        images[5].visibility = .private
        #expect(
            lines(Self.newest, images) == [
                "debian 12 public 70", "unknown unknown private 40", "unknown unknown public 60",
            ])
        #expect(lines(Self.newest, [PlainImage(number: 7)]) == [])
    }

    /// Each label by itself, those with the most images kept.
    @Test func versionsOverTheLimitAreFolded() {
        var images = (0..<6).map { image($0, built: UInt32($0) + 1, [.osDistro: $0 < 4 ? "debian" : "arch"]) }
        for (place, version) in ["a", "a", "a", "b", "b", "c"].enumerated() { images[place].version = version }
        let limits = FamilyLimits(labelValues: 1)
        #expect(
            lines(Self.newest, images, limits) == [
                "_other _other public 6", "debian _other public 4", "debian a public 3",
            ])
        let over = lines("glance_label_values_over_limit", images, limits)
        #expect(over.contains("os_version 2"))
        #expect(over.contains("platform 1"))
        #expect(lines("glance_label_values_over_limit", images).contains("os_version 0"))
    }

    /// What a partition folds and what this family folds share the label `platform`: the worse one shows.
    @Test func theWorseFoldShows() {
        let hidden = (0..<5).map { image($0, built: 1, [.osDistro: "d\($0)", .hidden: "true"]) }
        let over = lines("glance_label_values_over_limit", hidden, FamilyLimits(labelValues: 2))
        #expect(over.contains("platform 3"))
        #expect(over.contains("os_version 0"))
    }

    @Test func knownFrequenciesAreZeroFilledOnceOneIsThere() {
        let name = "glance_images_by_replace_frequency"
        #expect(lines(name, [image(1, built: 5)]) == [])
        var queued = image(1, built: 5)
        queued.status = .queued
        queued.upkeep.frequency = .monthly
        #expect(lines(name, [queued]) == [])
        var stale = image(2, built: Self.now - 2_946_241)
        stale.upkeep.frequency = .monthly
        var fresh = image(3, built: Self.now - 2_946_240)
        fresh.upkeep.frequency = .monthly
        var hidden = image(4, built: 5, [.hidden: "true"])
        hidden.upkeep.frequency = .daily
        var never = image(5, built: 5)
        never.upkeep.frequency = .never
        let expected = [
            "yearly fresh 0", "yearly stale 0", "yearly exempt 0", "quarterly fresh 0", "quarterly stale 0",
            "quarterly exempt 0", "monthly fresh 1", "monthly stale 1", "monthly exempt 0", "weekly fresh 0",
            "weekly stale 0", "weekly exempt 0", "daily fresh 0", "daily stale 0", "daily exempt 1",
            "critical_bug exempt 0", "never exempt 1",
        ]
        #expect(lines(name, [queued, stale, fresh, hidden, never]) == expected)
        var odd = image(6, built: 5)
        odd.upkeep.frequency = .other
        #expect(lines(name, [stale, fresh, hidden, never, odd]) == expected + ["_other exempt 1"])
    }

    @Test func datesArePastOrToCome() {
        let (past, next) = ("glance_images_past_provided_until", "glance_next_provided_until_timestamp_seconds")
        #expect(lines(past, []) == ["0"])
        #expect(lines(next, []) == [])
        // 2033-05-18, day 23,148 since 1970, has 03:33:20 as `now`.
        let untils: [ProvidedUntil] = [
            .day(23_147), .day(0), .day(23_148), .day(23_149), .undated, .distant,
        ]
        var images = untils.enumerated().map { place, until in
            var image = image(UInt64(place), built: 5)
            image.upkeep.until = until
            return image
        }
        #expect(lines(past, images) == ["2"])
        #expect(lines(next, images) == ["2000073600"])
        images[2].columns = [.hidden: "true"]
        images[1].status = .deactivated
        #expect(lines(past, images) == ["1"])
        #expect(lines(next, images) == ["2000160000"])
        #expect(lines(past, images, FamilyLimits(statuses: [.queued])) == [])
    }

    @Test func importsAreZeroFilled() {
        let (failed, running) = ("glance_images_with_failed_import", "glance_images_with_running_import")
        #expect(lines(failed, []) == ["0"])
        #expect(lines(running, []) == ["0"])
        var image = image(1, built: 5)
        image.upkeep.hasFailedImport = true
        #expect(lines(failed, [image]) == ["1"])
        #expect(lines(running, [image]) == ["0"])
    }
}
