import Foundation
import Identity
import Testing

/// What openstacksdk 0.101 makes of the same files, recorded by `Fixtures/clouds/record.py`.
@Suite struct CloudsAgreementTests {
    struct Recorded: Decodable {
        let region: String?
        let interface: String
        let verify: Bool
        let cacert: String?
        let cert: Certificate?
        let endpoint: String?
        let auth: [String: String]
    }

    enum Certificate: Decodable {
        case file(String)
        case pair([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let pair = try? container.decode([String].self) {
                self = .pair(pair)
            } else {
                self = .file(try container.decode(String.self))
            }
        }

        var files: [String] {
            switch self {
            case .file(let file): [file]
            case .pair(let pair): pair
            }
        }
    }

    static let recorded: [String: [Recorded]] = {
        let url = URL(fileURLWithPath: CloudsFixtures.directory + "/openstacksdk.json")
        let data = try? Data(contentsOf: url)
        return data.flatMap { try? JSONDecoder().decode([String: [Recorded]].self, from: $0) } ?? [:]
    }()

    @Test func recordsEveryFixture() throws {
        let cases = try FileManager.default.contentsOfDirectory(atPath: CloudsFixtures.directory + "/agrees")
        #expect(cases.sorted() == Self.recorded.keys.sorted())
        #expect(cases.count > 20)
    }

    @Test(arguments: recorded.keys.sorted())
    func agrees(fixture: String) throws {
        let expected = try #require(Self.recorded[fixture])
        let clouds = try CloudsFixtures.source(in: "agrees/\(fixture)").clouds(named: "prod")
        #expect(clouds.map(\.written) == expected.map(\.auth))
        #expect(clouds.map(\.region) == expected.map(\.region))
        #expect(clouds.map(\.interface.rawValue) == expected.map(\.interface))
        #expect(clouds.map(\.imageEndpointOverride) == expected.map(\.endpoint))
        #expect(clouds.map(\.transport.verify) == expected.map(\.verify))
        #expect(clouds.map(\.transport.caFile) == expected.map(\.cacert))
        let files = clouds.map { [$0.transport.certificateFile, $0.transport.keyFile].compactMap(\.self) }
        #expect(files == expected.map { $0.cert?.files ?? [] })
        #expect(clouds.map(\.name) == (clouds.count == 1 ? ["prod"] : clouds.map { "prod-\($0.region ?? "")" }))
    }
}
