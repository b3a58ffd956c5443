import HTTPClient
import Testing

@testable import Catalogue
@testable import ImageAPI

/// Attributes that are read because a configuration names them.
@Suite struct KeptPropertyTests {
    private func properties(
        _ names: [String], isPresence: Bool = false, _ attributes: String
    ) throws -> (values: [String], anomalies: [ImageKey], image: SeenImage) {
        var reader = PageReader(properties: names.map { KeptProperty($0, isPresence: isPresence) })
        let receiver = RecordingReceiver()
        _ = try reader.read(Body(Array(pageOfOne(attributes).utf8)), into: receiver, now: lateEnough)
        let image = try #require(receiver.images.first)
        return (image.properties, receiver.anomalies, image)
    }

    @Test(arguments: [
        (#""a""#, "a"), (#""""#, ""), ("null", ""), ("true", "true"), ("false", "false"), ("0", "0"), ("-12", "-12"),
        (#""\u00fc\n""#, "ü\n"),
    ])
    func aPropertyIsTheTextOfItsValue(json: String, value: String) throws {
        let read = try properties(["p"], #""p": \#(json)"#)
        #expect(read.values == [value])
        #expect(read.anomalies.isEmpty)
    }

    @Test(arguments: [
        (#""a""#, "true"), (#""""#, ""), ("null", ""), ("true", "true"), ("false", "true"), ("0", ""), ("5", "true"),
        (#""0""#, "true"), ("[]", "true"), ("1.5", "true"),
    ])
    func ofARequiredOneOnlyItsPresence(json: String, value: String) throws {
        #expect(try properties(["p"], isPresence: true, #""p": \#(json)"#).values == [value])
        #expect(try properties(["p"], isPresence: true, #""q": \#(json)"#).values == [""])
    }

    @Test(arguments: ["[]", #"["x"]"#, "{}", "1.5", "9223372036854775808"])
    func anythingElseIsAnAnomaly(json: String) throws {
        let read = try properties(["p", "q"], #""p": \#(json), "q": "x""#)
        #expect(read.values == ["", "x"])
        #expect(read.anomalies == [.property])
    }

    /// Names that differ between their first and last eight bytes alone, that are as long as allowed, that hold what JSON
    /// escapes, and that the program reads by itself.
    @Test func namesAreToldApart() throws {
        let long = [String(repeating: "a", count: 256), String(repeating: "a", count: 255) + "b"]
        let names =
            ["prefix_1_one_suffix", "prefix_1_two_suffix", #"quo"te"#, "ключ", "os_distro", "__support_kvm", "name"]
            + long
        let read = try properties(
            names,
            """
            "prefix_1_one_suffix": "1", "prefix_1_two_suffix": "2", "prefix_1_six_suffix": "3", "quo\\"te": "4",
            "ключ": "5", "os_distro": "6", "__support_kvm": "true", "name": "7", "\(long[0])": "8",
            "\(long[1])": "9"
            """)
        #expect(read.values == ["1", "2", "4", "5", "6", "true", "7", "8", "9"])
        #expect(read.anomalies.isEmpty)
        #expect(read.image.columns == [.osDistro: "6"])
        #expect(read.image.support == ["kvm=true"])
    }

    /// 32 properties, as many as a configuration may name, have room beside the program's own.
    @Test func thereIsRoomForAll() throws {
        let names = (0..<32).map { "property_number_\($0)" }
        let read = try properties(names, names.map { #""\#($0)": "of \#($0)""# }.joined(separator: ","))
        #expect(read.values == names.map { "of \($0)" })
    }
}
