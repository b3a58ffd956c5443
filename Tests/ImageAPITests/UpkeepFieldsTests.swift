import Catalogue
import Testing

@testable import ImageAPI

/// What SCS-0102 and stores have an image say, from the page to the values.
@Suite struct UpkeepFieldsTests {
    @Test(arguments: [
        ("yearly", ReplaceFrequency.yearly), ("quarterly", .quarterly), ("monthly", .monthly), ("weekly", .weekly),
        ("daily", .daily), ("critical_bug", .criticalBug), ("never", .never), ("Monthly", .other), ("_other", .other),
        ("a text of more than sixteen bytes", .other), (" ", .other),
    ])
    func frequencies(text: String, frequency: ReplaceFrequency) throws {
        let (image, anomalies) = try readOne(#""replace_frequency": "\#(text)""#)
        #expect(image.upkeep.frequency == frequency)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        ("none", ProvidedUntil.undated), ("notice", .undated), ("1970-01-01", .day(0)), ("1969-12-31", .day(0)),
        ("0001-01-01", .day(0)), ("2024-02-29", .day(19_782)), ("2106-02-06", .day(49_709)), ("2106-02-07", .distant),
        ("9999-12-31", .distant),
    ])
    func dates(text: String, until: ProvidedUntil) throws {
        let (image, anomalies) = try readOne(#""provided_until": "\#(text)""#)
        #expect(image.upkeep.until == until)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        "None", "soon", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "0000-01-01", "2024-1-01",
        "20240101", "2024-01-01 00:00", "2024-01-01T00:00:00Z", "24-01-0001", "2024/01/01", "+024-01-01",
    ])
    func anythingElseIsNoDate(text: String) throws {
        let (image, anomalies) = try readOne(#""provided_until": "\#(text)""#)
        #expect(image.upkeep.until == nil)
        #expect(anomalies == [.providedUntil])
    }

    /// 2024-02-29 was day 19,782.
    @Test(
        arguments: [
            ("2024-02-29", 1_709_164_800), ("2024-02-29 08:30", 1_709_195_400), ("2024-02-29 23:59:59", 1_709_251_199),
            ("2024-02-29T08:30:59Z", 1_709_195_459), ("2024-02-29T08:30:59.5Z", 1_709_195_459),
            ("1970-01-01 00:00:01", 1),
        ] as [(String, UInt32)])
    func builds(text: String, time: UInt32) throws {
        let (image, anomalies) = try readOne(#""image_build_date": "\#(text)""#)
        #expect(image.built == time)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        "yesterday", "2024-02-30", "2024-02-29 24:00", "2024-02-29 08:60", "2024-02-29 08:30:60", "2024-02-29T08:30",
        "2024-02-29 8:30", "2024-02-29  08:30", "2024-02-29 08:30:5", "2024-02-29 08.30", "2024-02-29 08:30.59",
        "2024-02-29 08:30Z", "20240229", "1969-12-31", "1969-12-31 23:59:59", "2106-02-08", "2024-02-2x",
        "2024-02-29 0x:30", "none",
    ])
    func anythingElseIsNoBuild(text: String) throws {
        let (image, anomalies) = try readOne(#""image_build_date": "\#(text)""#)
        #expect(image.built == nil)
        #expect(anomalies == [.imageBuildDate])
    }

    @Test func aBuildFiveMinutesAheadIsTheLastThatCounts() throws {
        let page = #""image_build_date": "2026-11-23 10:30:08""#
        #expect(try readOne(page, now: 1_795_429_508).image.built == 1_795_429_808)
        let (image, anomalies) = try readOne(page, now: 1_795_429_507)
        #expect(image.built == nil)
        #expect(anomalies == [.imageBuildDate])
    }

    @Test(arguments: [
        ("", false), (",", false), (" , ,", false), ("ceph", true), ("ceph,fast", true), (",fast", true), ("é", true),
    ])
    func listsNameStores(list: String, hasStore: Bool) throws {
        let failed = try readOne(#""os_glance_failed_import": "\#(list)""#)
        #expect(failed.image.upkeep.hasFailedImport == hasStore)
        #expect(!failed.image.upkeep.hasRunningImport)
        let running = try readOne(#""os_glance_importing_to_stores": "\#(list)""#)
        #expect(running.image.upkeep.hasRunningImport == hasStore)
        #expect(!running.image.upkeep.hasFailedImport)
        #expect(failed.anomalies + running.anomalies == [])
    }

    @Test func bothVersionsAreRead() throws {
        let (image, anomalies) = try readOne(#""os_version": "12", "__os_version": "Debian 12 64bit""#)
        #expect(image.versions == ["Debian 12 64bit", "12"])
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        "os_version", "__os_version", "image_build_date", "replace_frequency", "provided_until",
    ])
    func anEmptyTextIsMissing(key: String) throws {
        let (image, anomalies) = try readOne(#""\#(key)": """#)
        #expect(try image == readOne("").image)
        #expect(anomalies.isEmpty)
    }

    /// The name is looked at only where a frequency is promised, and may be missing or of any type.
    @Test func aNameMattersWithAFrequency() throws {
        let frequency = #""replace_frequency": "monthly""#
        #expect(try readOne(#""name": "debian old", \#(frequency)"#).image.upkeep.isSuperseded)
        #expect(try readOne(#"\#(frequency), "name": "debian old""#).image.upkeep.isSuperseded)
        #expect(try !readOne(#""name": "debian old""#).image.upkeep.isSuperseded)
        for name in ["null", "5", "[]", #""debian""#] {
            let (image, anomalies) = try readOne(#""name": \#(name), \#(frequency)"#)
            #expect(!image.upkeep.isSuperseded)
            #expect(anomalies.isEmpty)
        }
    }

    /// Of two images the second has nothing of the first.
    @Test func nothingIsLeftBehind() throws {
        let (receiver, _) = try read(
            """
            {"images": [{"id": "\(someID)", "os_version": "1", "__os_version": "2", "image_build_date": "2024-01-01",
            "replace_frequency": "daily", "name": "old", "provided_until": "none", "os_glance_failed_import": "a",
            "os_glance_importing_to_stores": "b"}, {"id": "\(someID)"}]}
            """)
        #expect(try receiver.images.last == readOne("").image)
        let first = try #require(receiver.images.first?.upkeep)
        #expect(first.frequency == .daily && first.isSuperseded && first.hasFailedImport && first.hasRunningImport)
    }
}
