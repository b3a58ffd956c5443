import Catalogue
import Exposition
import Metrics
import Testing

@Suite struct LabelLimitTests {
    /// `values` disk formats; the one numbered n has n images, but the first three have three each.
    private func census(values: Int, from first: Int = 1) -> Census {
        var images: [PlainImage] = []
        for value in first..<first + values {
            for _ in 0..<max(value, 3) {
                let number = UInt64(images.count + 1)
                images.append(PlainImage(number: number, columns: [.diskFormat: "f\(1000 + value)"]))
            }
        }
        return Catalogue().poll(images)
    }

    private func overLimit(_ census: Census, _ limits: FamilyLimits = FamilyLimits()) -> [String] {
        CatalogueFamilies.lines("glance_label_values_over_limit", census, limits)
    }

    private func formats(_ census: Census, _ limits: FamilyLimits = FamilyLimits()) -> [String] {
        CatalogueFamilies.lines("glance_images_by_disk_format", census, limits)
    }

    @Test func oneHundredValuesKeepTheirNames() {
        let census = census(values: 100)
        #expect(formats(census).count == 100)
        #expect(!formats(census).contains { $0.hasPrefix("_other") })
        #expect(
            overLimit(census) == [
                "os_type 0", "platform 0", "image_type 0", "disk_format 0", "architecture 0", "protected 0", "hidden 0",
                "support 0", "os_version 0",
            ])
    }

    @Test func theHundredAndFirstIsFoldedTiesByName() {
        // f1001, f1002 and f1003 have three images each: the last by name goes.
        let lines = formats(census(values: 101))
        #expect(lines.count == 101)
        #expect(lines.prefix(3) == ["f1001 active public 3", "f1002 active public 3", "f1004 active public 4"])
        #expect(lines.last == "_other active public 3")
        #expect(overLimit(census(values: 101)).contains("disk_format 1"))
    }

    @Test func aValueNamedOtherIsNoValue() {
        let images = [PlainImage(number: 1, columns: [.diskFormat: "_other"]), PlainImage(number: 2)]
        let census = Catalogue().poll(images)
        let limits = FamilyLimits(labelValues: 1)
        #expect(formats(census, limits) == ["unknown active public 1", "_other active public 1"])
        #expect(overLimit(census, limits).contains("disk_format 0"))
    }

    @Test func supportPairsAreCappedTogether() {
        let pairs = [["a", "true"], ["b", "m1"], ["b", "m2"]]
        let images = (1...6).map { number in
            PlainImage(number: number, support: Array(pairs.prefix(number < 3 ? 3 : number < 5 ? 2 : 1)))
        }
        let census = Catalogue().poll(images)
        let lines = CatalogueFamilies.lines("glance_images_by_support", census, FamilyLimits(labelValues: 2))
        #expect(lines == ["a true active public 6", "b m1 active public 4", "_other _other active public 2"])
        #expect(overLimit(census, FamilyLimits(labelValues: 2)).contains("support 1"))
        #expect(overLimit(census, FamilyLimits(labelValues: 3)).contains("support 0"))
    }

    @Test func seriesAreBounded() {
        // One series a value, and 50 kept for what is folded.
        let census = census(values: 30, from: 3)
        #expect(formats(census, FamilyLimits(series: 80)).count == 30)
        let folded = formats(census, FamilyLimits(series: 79))
        #expect(folded.count == 30)
        #expect(folded.last == "_other active public 3")
        #expect(overLimit(census, FamilyLimits(series: 79)).contains("disk_format 1"))
        #expect(formats(census, FamilyLimits(series: 0)).count == 1)
        #expect(formats(census, FamilyLimits(labelValues: 0)).count == 1)
    }
}
