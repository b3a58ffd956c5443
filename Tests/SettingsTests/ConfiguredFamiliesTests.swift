import Catalogue
import Metrics
import Testing

@testable import Settings

/// `aggregates` and `required_properties` as they are read.
@Suite struct ConfiguredFamiliesTests {
    private static let purpose = ImageAttribute.properties(["os_purpose"])
    private static let version = ImageAttribute.properties(["__os_version", "os_version"])

    @Test func everyKeyIsRead() throws {
        let watched = try #require(try SettingsFixtures.read("good/aggregates.yaml").first)
        #expect(
            watched.families.aggregates == [
                Aggregate(
                    "glance_images_by_purpose", help: "Images by purpose and status.",
                    labels: [
                        Aggregate.Label("status", .status), Aggregate.Label("purpose", Self.purpose),
                        Aggregate.Label("hw_disk_bus", .properties(["hw_disk_bus"])),
                        Aggregate.Label("os_version", Self.version),
                    ],
                    conditions: [
                        Aggregate.Condition(.visibility, ["public", "community"]),
                        Aggregate.Condition(.properties(["os:family"]), ["linux"]),
                        Aggregate.Condition(.label(.protected), ["true"]),
                    ]),
                Aggregate("all_images_bytes", help: "All of them.", value: .sizeBytes),
            ])
        #expect(watched.families.requiredProperties == ["os_distro", "os_purpose"])
    }

    /// Each property once, of a required one no more than that it is there.
    @Test func onlyWhatIsNamedIsKept() throws {
        let watched = try #require(try SettingsFixtures.read("good/aggregates.yaml").first)
        #expect(
            watched.kept.properties == [
                KeptProperty("os_purpose"), KeptProperty("hw_disk_bus"), KeptProperty("__os_version"),
                KeptProperty("os_version"), KeptProperty("os:family"), KeptProperty("os_distro", isPresence: true),
                KeptProperty("os_purpose", isPresence: true),
            ])
        #expect(try SettingsFixtures.read("good/bounds.yaml").allSatisfy { $0.kept.properties.isEmpty })
    }

    /// What SCS-0102 calls mandatory.
    @Test func thePresetIsTheStandards() {
        #expect(
            RequiredProperties.scs.names.sorted() == [
                "architecture", "hw_disk_bus", "image_build_date", "image_description", "image_original_user",
                "image_source", "min_disk", "min_ram", "os_distro", "os_version", "provided_until",
                "replace_frequency", "uuid_validity",
            ])
    }
}
