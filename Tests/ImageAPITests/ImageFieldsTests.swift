import Catalogue
import Testing

@testable import ImageAPI

/// Every attribute against every JSON type and against values that it may not have.
@Suite struct ImageFieldsTests {
    static let wrongTypes: [ImageKey: [String]] = {
        let never = [
            "[]", "{}", #"["x"]"#, #"{"a": {"b": 1}}"#, "1.5", "1e3", "1e400", "1000000000000000000000000000000",
        ]
        let text = never + ["1", "-1"]
        var types: [ImageKey: [String]] = [:]
        for key in ImageKey.allCases where key != .support && key != .property {
            types[key] = text + ["true", "false"]
        }
        types[.size] = never + ["-1", "true", "false", #""5""#, #""""#, "9223372036854775808", "-9223372036854775809"]
        for key in [ImageKey.protected, .hidden] { types[key] = text + [#""yes""#, #""""#, #""1""#] }
        types[.supportARM] = text
        types[.imageSize, default: []] += [
            #""-1""#, #""1.5""#, #""9223372036854775808""#, #""5 ""#, #""x""#, #""0x5""#,
        ]
        let times = [
            "2024-02-29T10:00:00", "2024-02-29 10:00:00Z", "2024-02-29T10:00:00+00:00", "2023-02-29T10:00:00Z",
            "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-04-31T00:00:00Z",
            "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "1969-12-31T23:59:59Z",
            "2106-02-07T06:28:16Z", "2024-02-29T10:00:00.Z", "2024-02-29T10:00:00.1234567890Z",
            "2024-02-29T10:00:00.1xZ", "+024-02-29T10:00:00Z", "20:4-02-29T10:00:00Z", "2024-02-29t10:00:00z", "",
        ]
        for key in [ImageKey.createdAt, .updatedAt] { types[key, default: []] += times.map { "\"\($0)\"" } }
        return types
    }()

    @Test(arguments: ImageKey.allCases.filter { ![.support, .property, .id].contains($0) })
    func aWrongValueCostsItsAttribute(_ key: ImageKey) throws {
        let bare = try readOne("").image
        for value in try #require(Self.wrongTypes[key]) {
            let (image, anomalies) = try readOne(#""\#(key.rawValue)": \#(value)"#)
            #expect(anomalies == [key], "\(value)")
            #expect(image == bare, "\(value)")
        }
    }

    @Test(arguments: ImageKey.allCases.filter { ![.support, .property, .id].contains($0) })
    func nullIsMissing(_ key: ImageKey) throws {
        let (image, anomalies) = try readOne(#""\#(key.rawValue)": null"#)
        #expect(try image == readOne("").image)
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        "null", "1", "true", "[]", "{}", #""""#, #""x""#, #""00000000-0000-4000-8000-00000000000""#,
        #""00000000-0000-4000-8000-0000000000011""#, #""0000000000004000-8000-000000000001----""#,
        #""\ud800""#,
    ])
    func anImageWithoutUsableIDIsSkipped(_ id: String) throws {
        let (receiver, facts) = try read(
            #"{"images": [{"id": \#(id), "size": "x"}, {"size": 1}, {"id": "\#(someID)"}]}"#)
        #expect(facts.images == 3)
        #expect(receiver.images.map(\.id) == [someID])
        #expect(receiver.anomalies == [.id, .id])
    }

    @Test func wordsOutsideTheVocabularyAreOther() throws {
        let (image, anomalies) = try readOne(#""status": "melting", "visibility": "a word of more than 16 bytes""#)
        #expect(image.status == .other)
        #expect(image.visibility == .other)
        #expect(anomalies.isEmpty)
    }

    @Test func everyWordOfTheVocabulary() throws {
        for status in ImageStatus.allCases where status != .other {
            #expect(try readOne(#""status": "\#(status.name)""#).image.status == status)
        }
        for visibility in ImageVisibility.allCases where visibility != .other {
            #expect(try readOne(#""visibility": "\#(visibility.name)""#).image.visibility == visibility)
        }
    }

    @Test func ofARepeatedAttributeTheLastCounts() throws {
        let (image, anomalies) = try readOne(
            #""size": "x", "size": 1, "size": 2, "__support_kvm": 1, "__support_kvm": "true""#)
        #expect(image.size == 2)
        #expect(image.support == ["kvm=true"])
        #expect(anomalies.isEmpty)
    }

    @Test(arguments: [
        ("true", "true"), ("false", "false"), (#""true""#, "true"), (#""True""#, "true"), (#""FALSE""#, "false"),
    ])
    func booleansAndTheirWords(_ value: String, _ expected: String) throws {
        let (image, anomalies) = try readOne(#""protected": \#(value), "os_hidden": \#(value)"#)
        #expect(image.columns == [.protected: expected, .hidden: expected])
        #expect(anomalies.isEmpty)
    }

    @Test func columnsAreTakenAsTheyCome() throws {
        let (image, _) = try readOne(#""__platform": " Red Hat", "disk_format": "", "os_distro": "a\u0000b\u00e9\n""#)
        #expect(image.columns == [.imsPlatform: " Red Hat", .osDistro: "a\0bé\n"])
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1), ("9223372036854775807", 9_223_372_036_854_775_807), ("-0", 0),
        ] as [(String, UInt64)])
    func sizes(_ text: String, _ expected: UInt64) throws {
        #expect(try readOne(#""size": \#(text)"#).image.size == expected)
    }

    @Test(
        arguments: [
            (#""__image_size": "5", "size": 7"#, 5), (#""__image_size": "9223372036854775807""#, UInt64(Int64.max)),
            (#""__image_size": "0", "size": 7"#, 0), (#""__image_size": "", "size": 7"#, 7),
            (#""__image_size": null, "size": 7"#, 7),
            (#""size": 0, "checksum": "d41d8cd98f00b204e9800998ecf8427e""#, nil),
            (#""size": 2, "checksum": "99914b932bd37a50b983c5e7c90ae93b""#, nil),
            (#""size": 2, "checksum": "99914b932bd37a50b983c5e7c90ae93c""#, 2),
            (#""size": 2, "checksum": "99914b932bd37a50b983c5e7c90ae93b", "__image_size": "6""#, 6),
            (#""size": 3, "checksum": null"#, 3), (#""size": 3, "checksum": "d""#, 3),
        ] as [(String, UInt64?)])
    func sizeRule(_ attributes: String, _ expected: UInt64?) throws {
        let (image, anomalies) = try readOne(attributes)
        #expect(image.size == expected)
        #expect(anomalies.isEmpty)
    }

    @Test func aBrokenRealSizeLeavesTheOther() throws {
        let (image, anomalies) = try readOne(#""__image_size": 5, "size": 7"#)
        #expect(image.size == 7)
        #expect(anomalies == [.imageSize])
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("2022-04-28T10:47:20Z", 1_651_142_840),
            ("2026-11-23T10:30:08.000001Z", 1_795_429_808), ("2024-02-29T10:00:00.5Z", 1_709_200_800),
        ] as [(String, UInt32)])
    func times(_ text: String, _ expected: UInt32) throws {
        let (image, anomalies) = try readOne(#""created_at": "\#(text)", "updated_at": "\#(text)""#)
        #expect(image.created == expected)
        #expect(image.updated == expected)
        #expect(anomalies.isEmpty)
    }

    @Test func theLastTimes() throws {
        let text = #""created_at": "2100-03-01T00:00:00Z", "updated_at": "2106-02-07T06:28:15Z""#
        let (image, anomalies) = try readOne(text, now: .infinity)
        #expect(image.created == 4_107_542_400)
        #expect(image.updated == .max)
        #expect(anomalies.isEmpty)
    }

    @Test func aTimeFiveMinutesAheadIsTheLastThatCounts() throws {
        let (image, anomalies) = try readOne(
            #""created_at": "2026-11-23T10:30:08Z", "updated_at": "2026-11-23T10:30:09Z""#, now: 1_795_429_508)
        #expect(image.created == 1_795_429_808)
        #expect(image.updated == nil)
        #expect(anomalies == [.updatedAt])
    }
}
