import Testing

@testable import DemoCloud

@Suite struct DemoCatalogueTests {
    private static let start = 1_780_000_000

    private func catalogue(images: Int = 500, seed: UInt64 = 1) -> DemoCatalogue {
        DemoCatalogue(images: images, seed: seed, now: Self.start)
    }

    @Test func theSameSeedLivesTheSameLife() {
        var one = catalogue()
        var other = catalogue()
        one.advance(to: Self.start + 300)
        for second in 1...300 { other.advance(to: Self.start + second) }
        #expect(one.images == other.images)
        #expect(catalogue(seed: 2).images != catalogue(seed: 1).images)
    }

    @Test func everyStatusAndTraitIsThereFromTheStart() {
        let images = catalogue().images
        #expect(images.count == 500)
        #expect(Set(images.map(\.status)) == Set(DemoImage.Status.allCases))
        let traits = images.map { DemoTraits(seed: 1, number: $0.number) }
        #expect(Set(traits.map(\.visibility)) == Set(DemoTraits.Visibility.allCases))
        #expect(traits.contains { $0.isHidden } && traits.contains { $0.isProtected } && traits.contains { $0.isARM })
        #expect(Set(traits.map { "\($0.style)" }) == ["huawei", "stock", "snapshot", "bare"])
        #expect(traits.contains { $0.flags.contains { $0.value.contains(",") } })
        #expect(images.allSatisfy { $0.created <= $0.updated && $0.updated <= Self.start })
    }

    @Test func withinTenMinutesEveryWayOfAnUploadHappens() {
        var catalogue = catalogue()
        var seen: Set<String> = []
        var before: [UInt32: DemoImage.Status] = [:]
        for image in catalogue.images { before[image.number] = image.status }
        for second in 1...600 {
            catalogue.advance(to: Self.start + second)
            var after: [UInt32: DemoImage.Status] = [:]
            for image in catalogue.images { after[image.number] = image.status }
            for number in Set(before.keys).union(after.keys) where before[number] != after[number] {
                seen.insert("\(before[number]?.rawValue ?? "none") -> \(after[number]?.rawValue ?? "gone")")
            }
            before = after
        }
        let expected: Set<String> = [
            "none -> queued", "queued -> saving", "queued -> uploading", "queued -> importing", "saving -> active",
            "saving -> queued", "saving -> killed", "active -> deactivated", "deactivated -> active",
            "active -> pending_delete", "pending_delete -> gone",
        ]
        #expect(seen.isSuperset(of: expected), "missing: \(expected.subtracting(seen))")
    }

    @Test func itDoesNotGrowWithoutBound() {
        var catalogue = catalogue(images: 100)
        for hour in 1...5 {
            catalogue.advance(to: Self.start + hour * 3600)
            #expect(catalogue.images.count <= 150)
        }
    }

    @Test(arguments: [1, 3, 500])
    func numbersAscendWithTime(images: Int) {
        var catalogue = catalogue(images: images)
        catalogue.advance(to: Self.start + 100)
        let pairs = zip(catalogue.images, catalogue.images.dropFirst())
        #expect(pairs.allSatisfy { $0.number < $1.number && $0.created <= $1.created })
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_795_429_958, "2026-11-23T10:32:38Z"),
    ])
    func timesAreWrittenAsTheImageAPIDoes(seconds: Int, text: String) {
        #expect(CivilTime.text(seconds) == text)
    }
}
