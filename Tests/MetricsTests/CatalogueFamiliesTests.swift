import Catalogue
import Exposition
import Metrics
import Testing

@Suite struct CatalogueFamiliesTests {
    private let now: UInt32 = 2_000_000_000

    private func lines(_ name: String, _ images: [PlainImage]) -> [String] {
        CatalogueFamilies.lines(name, Catalogue().poll(images))
    }

    @Test func imagesAreZeroFilled() {
        let statuses = [
            "queued", "saving", "uploading", "importing", "active", "deactivated", "killed", "deleted",
            "pending_delete",
        ]
        let visibilities = ["public", "private", "shared", "community"]
        let zeros = statuses.flatMap { status in visibilities.map { "\(status) \($0) 0" } }
        #expect(lines("glance_images", []) == zeros)
        let strange = [
            PlainImage(number: 1, visibility: .other), PlainImage(number: 2, status: .other),
            PlainImage(number: 3, status: .other, visibility: .other), PlainImage(number: 4),
        ]
        let filled = lines("glance_images", strange)
        #expect(filled.count == 36 + 3)
        #expect(
            Set(filled).isSuperset(of: ["active _other 1", "_other public 1", "_other _other 1", "active public 1"]))
    }

    @Test func partitionsShowWhatIsThere() {
        let images = [
            PlainImage(number: 1, columns: [.imsPlatform: "Red Hat", .architecture: "x86"]),
            PlainImage(
                number: 2, status: .killed, visibility: .shared, columns: [.osDistro: "rhel", .protected: "true"]),
            PlainImage(number: 3, columns: [.imsPlatform: "Windows", .hidden: "true", .diskFormat: "vhd"]),
            PlainImage(number: 4, columns: [.imageType: "snapshot", .diskFormat: "vhd"]),
        ]
        #expect(
            lines("glance_images_by_platform", images) == [
                "rhel active public 1", "rhel killed shared 1", "unknown active public 1", "windows active public 1",
            ])
        #expect(
            lines("glance_images_by_os_type", images) == [
                "unknown active public 2", "unknown killed shared 1", "windows active public 1",
            ])
        #expect(lines("glance_images_by_architecture", images).contains("x86_64 active public 1"))
        #expect(
            lines("glance_images_by_image_type", images) == [
                "image active public 2", "image killed shared 1", "snapshot active public 1",
            ])
        #expect(
            lines("glance_images_by_disk_format", images) == [
                "unknown active public 1", "unknown killed shared 1", "vhd active public 2",
            ])
        #expect(
            lines("glance_images_by_protection", images) == ["false active public 3", "true killed shared 1"])
        #expect(
            lines("glance_images_by_hidden", images) == [
                "false active public 2", "false killed shared 1", "true active public 1",
            ])
    }

    @Test func supportCountsAnImageOnceAFeature() {
        let images = [
            PlainImage(number: 1, support: [["kvm", "true"], ["gpu", "V100"], ["gpu", "P100"], ["kvm", "true"]]),
            PlainImage(number: 2, status: .queued, support: [["kvm", "TRUE"], ["xen", "false"], ["amd", ""]]),
        ]
        #expect(
            lines("glance_images_by_support", images) == [
                "gpu P100 active public 1", "gpu V100 active public 1", "kvm true queued public 1",
                "kvm true active public 1",
            ])
        #expect(lines("glance_images_by_support", []) == [])
    }

    @Test func sizesAreSummedWhereTheyAreKnown() {
        let images = [
            PlainImage(number: 1, size: UInt64(Int64.max)), PlainImage(number: 2, size: UInt64(Int64.max)),
            PlainImage(number: 3), PlainImage(number: 4, status: .queued),
        ]
        #expect(
            lines("glance_image_size_bytes", images) == ["queued public 0", "active public 18446744073709551614"])
        #expect(lines("glance_images_without_size", images) == ["queued public 1", "active public 1"])
    }

    @Test func timesAreAbsentWhereThereIsNone() {
        let images = [
            PlainImage(number: 1, created: 1_000_000_000, updated: 1_500_000_000),
            PlainImage(number: 2, created: 1_100_000_000, updated: 1_400_000_000, columns: [.diskFormat: "raw"]),
            PlainImage(number: 3, status: .queued),
        ]
        #expect(lines("glance_oldest_image_created_timestamp_seconds", images) == ["active public 1000000000"])
        #expect(lines("glance_newest_image_created_timestamp_seconds", images) == ["active public 1100000000"])
        #expect(lines("glance_oldest_image_updated_timestamp_seconds", images) == ["active public 1400000000"])
    }

    @Test func imagesInTransitionAreZeroFilled() {
        let ages = ["15m", "1h", "6h", "1d", "7d", "30d"]
        let statuses = ["queued", "saving", "uploading", "importing", "pending_delete"]
        let zeros = statuses.flatMap { status in ages.map { "\(status) \($0) 0" } }
        #expect(lines("glance_images_in_transition", []) == zeros)
        let images = [
            PlainImage(number: 1, status: .saving, updated: now - 7200),
            PlainImage(number: 2, status: .pendingDelete, updated: now - 2_592_000),
            PlainImage(number: 3, status: .saving),
        ]
        let expected = zeros.map { line in
            line.hasPrefix("pending_delete") || ["saving 15m 0", "saving 1h 0"].contains(line)
                ? line.dropLast() + "1" : line
        }
        #expect(lines("glance_images_in_transition", images) == expected)
    }

    @Test func watchedTransitionsStartAtZero() {
        let watched = [
            "queued active 0", "queued killed 0", "queued gone 0", "saving queued 0", "saving killed 0",
            "saving gone 0",
            "uploading queued 0", "uploading killed 0", "uploading gone 0", "importing queued 0", "importing killed 0",
            "importing gone 0",
        ]
        let catalogue = Catalogue()
        let name = "glance_image_status_transitions_total"
        #expect(CatalogueFamilies.lines(name, catalogue.poll([PlainImage(number: 1, status: .saving)])) == watched)
        let failed = [PlainImage(number: 1, status: .queued), PlainImage(number: 2)]
        let second = CatalogueFamilies.lines(name, catalogue.poll(failed))
        #expect(Set(second).subtracting(watched) == ["saving queued 1", "none active 1"])
        #expect(second.first == "none active 1")
        let third = CatalogueFamilies.lines(name, catalogue.poll([]))
        #expect(Set(third).subtracting(second) == ["queued gone 1", "active gone 1"])
    }

    @Test func anomaliesAreZeroFilled() {
        let catalogue = Catalogue()
        catalogue.beginPoll()
        let walk = catalogue.beginWalk()
        walk.noteAnomaly(.support)
        walk.finish()
        let lines = CatalogueFamilies.lines("glance_image_attribute_anomalies", catalogue.finishPoll(at: now))
        let attributes = [
            "id", "owner", "status", "visibility", "size", "__image_size", "checksum", "created_at", "updated_at",
            "__platform",
            "os_distro", "__os_type", "os_type", "architecture", "__os_bit", "__support_arm", "__imagetype",
            "image_type",
            "disk_format", "protected", "os_hidden", "__os_version", "os_version", "image_build_date",
            "replace_frequency", "provided_until", "os_glance_failed_import", "os_glance_importing_to_stores",
        ]
        #expect(lines == attributes.map { "\($0) 0" } + ["__support_* 1", "property 0"])
    }
}
